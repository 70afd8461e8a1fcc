"""A recording's facts, read before any of it is measured: size, rates, slow motion, when it was filmed."""

import math
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes import VideoInfo
from ..errors import InputError
from ..system import printable, sha256_of
from .container import DamagedError, check_file, decode, is_still, open_container, video_streams
from .picture import PictureMaker
from .timestamps import Timeline, read_timeline


def probe(path: Path, slowmo: float | None) -> tuple[VideoInfo, Timeline]:
    """Read the facts of a recording and its time stamps; without a `slowmo` the file's own word counts.

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
        captured_fps = capture_rate_fps(container, stream)
        factor = slow_motion(captured_fps, timeline.rate_fps) if slowmo is None else slowmo
        notes = _of_several(container, stream)
        if slowmo is None and factor != 1:
            notes += [_slowed(captured_fps or 0.0, timeline.rate_fps, factor)]
        info = VideoInfo(
            name=printable(path.name),
            width_px=width_px,
            height_px=height_px,
            nominal_fps=timeline.rate_fps * factor,
            duration_s=timeline.duration_s / factor,
            frame_count=timeline.count,
            rotation_deg=pictures.orientation.rotation_deg,
            codec=stream.codec_context.codec.canonical_name,
            container=_container_name(container, path),
            sha256=sha256_of(path),
            slowmo_factor=factor,
            notes=tuple(notes),
            filmed=filmed_at(container, stream),
        )
    return info, timeline


def _of_several(container: InputContainer, stream: VideoStream) -> list[str]:
    """Say which of several videos is read."""
    count = len(video_streams(container))
    if count < 2:
        return []
    size = f"{stream.width} × {stream.height} pixels"
    return [f"The file contains {count} videos; the one that players show ({size}) was analysed."]


def _slowed(captured_fps: float, shown_fps: float, factor: float) -> str:
    return (
        f"The file states that it was filmed at {captured_fps:.4g} frames per second and plays at "
        f"{shown_fps:.4g}: it was analysed as slowed {factor:.4g} times. If it plays at real speed, give "
        "--slowmo 1."
    )


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
            f"{path} is damaged: no frame of it can be read.",
            "Copy the recording from the phone again.",
        ) from error


def _container_name(container: InputContainer, path: Path) -> str:
    """Return the name of the format: the file's own suffix where the format goes by several names."""
    names = container.format.name.split(",")
    suffix = path.suffix.lower().lstrip(".")
    return suffix if suffix in names else names[0]


_CAPTURE_RATE = re.compile(r"capture[._ -]?(fps|frame[._ -]?rate)$", re.IGNORECASE)
"""`com.android.capture.fps`, and its kin in QuickTime's metadata.

Apple's `full-frame-rate-playback-intent` is no such tag: the time stamps of those files are of real life, and
only a player would slow them down.
"""

_REAL_LIFE = 0.1  # a rate of capture that differs by less is that of the file
_WHOLE = 0.04  # so near to a whole factor, it was meant


def capture_rate_fps(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how many pictures a second the camera took, by the file's own word; None where it has none."""
    for name, value in (*container.metadata.items(), *stream.metadata.items()):
        if _CAPTURE_RATE.search(name):
            try:
                rate_fps = float(value)
            except ValueError:
                continue
            if math.isfinite(rate_fps) and rate_fps > 0:
                return rate_fps
    return None


def slow_motion(captured_fps: float | None, shown_fps: float) -> float:
    """Return how many times slower than life a file plays, by the rates of capture and of playing.

    Below 1 for time lapse.  Phones write rates that are a little off the round ones they work with.
    """
    if captured_fps is None or not shown_fps:
        return 1.0
    factor = captured_fps / shown_fps
    if abs(factor - 1) < _REAL_LIFE:
        return 1.0
    whole = round(factor)
    return float(whole) if whole and abs(factor / whole - 1) < _WHOLE else factor


TAGS = ("com.apple.quicktime.creationdate", "creation_time")
"""Apple's own has the place's time with its offset; the other is UTC, or should be."""

FIRST_YEAR = 2000
"""Clocks that were never set say 1904 or 1970."""


def filmed_at(container: InputContainer, stream: VideoStream) -> str:
    """Return the instant in ISO 8601 with its offset; empty where the file tells none to be believed."""
    for text in _said(container, stream):
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            continue
        if moment.tzinfo and moment.year >= FIRST_YEAR:
            return moment.isoformat(timespec="seconds")
    return ""


def _said(container: InputContainer, stream: VideoStream) -> Iterator[str]:
    for tag in TAGS:
        for tags in (container.metadata, stream.metadata):
            if tag in tags:
                yield tags[tag]
