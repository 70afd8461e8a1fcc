"""A recording's facts, read once before any of it is measured."""

import hashlib
from contextlib import closing
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes.video import VideoInfo
from ..errors import InputError
from .container import check_file, is_still, open_container
from .decoding import DamagedError, decode
from .filmed import filmed_at
from .picture import PictureMaker
from .timeline import Timeline, read_timeline


def probe(path: Path, slowmo: float) -> tuple[VideoInfo, Timeline]:
    """Read the facts of a recording and its time stamps.

    Raises
    ------
    InputError
        If the file is not a recording of which at least the first picture can be read.
    """
    check_file(path)
    timeline = _timeline(path)
    container, stream = open_container(path)
    with closing(container):
        pictures = PictureMaker(_first_picture(path, container, stream), stream)
        width_px, height_px = pictures.size_px
        info = VideoInfo(
            name=path.name,
            width_px=width_px,
            height_px=height_px,
            nominal_fps=timeline.rate_fps * slowmo,
            duration_s=timeline.duration_s / slowmo,
            frame_count=timeline.count,
            rotation_deg=pictures.orientation.rotation_deg,
            codec=stream.codec_context.codec.canonical_name,
            container=_container_name(container, path),
            sha256=_sha256(path),
            slowmo_factor=slowmo,
            filmed=filmed_at(container, stream),
        )
    return info, timeline


def _timeline(path: Path) -> Timeline:
    container, stream = open_container(path)
    with closing(container):
        timeline = read_timeline(container, stream)
        if timeline.count == 1 or is_still(container):
            raise InputError(
                f"{path} holds a single picture, not a recording.", "Choose the recording itself."
            )
    if not timeline.interval_s:
        raise InputError(f"{path} has no time stamps.", "Use the recording as the phone saved it.")
    return timeline


def _first_picture(path: Path, container: InputContainer, stream: VideoStream) -> VideoFrame:
    try:
        return next(decode(container, stream))
    except (DamagedError, StopIteration) as error:
        raise InputError(
            f"{path} is damaged: not one picture of it can be read.",
            "Copy the recording from the phone again.",
        ) from error


def _container_name(container: InputContainer, path: Path) -> str:
    """Return the name of the format: the file's own suffix where the format goes by several names."""
    names = container.format.name.split(",")
    suffix = path.suffix.lower().lstrip(".")
    return suffix if suffix in names else names[0]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
