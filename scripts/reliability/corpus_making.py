"""Recordings made from the samples: pictures, encoders, containers."""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from checkout import SAMPLES, TREADMILL_WALK
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
USUAL, DROP = "d01_normal_sagittal", "d03_foot_drop_right"
TREADMILL, TREADMILL_RATE = TREADMILL_WALK.stem, 60
WIDTH, HEIGHT, RATE = 960, 540, 30
TICKS = 90_000
os.environ.setdefault("SVT_LOG", "1")  # that encoder talks


@cache
def pictures(name: str = USUAL, width: int = WIDTH, height: int = HEIGHT) -> tuple[Picture, ...]:
    """Return a sample's pictures, RGB, made smaller: as good for the network, and quicker to encode."""
    with av.open(str(sample(name))) as source:
        return tuple(
            np.asarray(one.reformat(width, height, "rgb24", interpolation="AREA").to_ndarray(), np.uint8)
            for one in source.decode(video=0)
        )


def sample(name: str = USUAL) -> Path:
    """Return a sample's own file."""
    return TREADMILL_WALK if name == TREADMILL else SAMPLES / f"{name}.mp4"


def encode(
    path: Path,
    frames: Iterable[Picture],
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rate: Fraction | int = RATE,
    times_s: Sequence[float] | None = None,
    options: Mapping[str, str] | None = None,
    container: str | None = None,
    container_options: Mapping[str, str] | None = None,
    metadata: Mapping[str, str] | None = None,
    tag: str = "",
    sound: float | None = None,
    **colours: Any,
) -> Path:
    """Encode pictures.

    Parameters
    ----------
    times_s
        When each is shown; at the rate where None.
    tag
        Four letters by which the container calls the codec.
    sound
        Seconds by which silence begins before the pictures; None: no sound.
    colours
        Attributes of the codec's context, such as color_trc.
    """
    with av.open(str(path), "w", format=container, options=dict(container_options or {})) as made:
        made.metadata.update(metadata or {})
        chosen = {"preset": "ultrafast", "x265-params": "log-level=none"} if "x26" in codec else {}
        stream: Any = made.add_stream(codec, rate=rate, options={**chosen, **(options or {})})
        for number, picture in enumerate(frames):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = pix_fmt
                for name, value in colours.items():
                    setattr(stream.codec_context, name, value)
                if tag:
                    stream.codec_context.codec_tag = tag
                if times_s is not None:
                    stream.codec_context.time_base = Fraction(1, TICKS)
                if sound is not None:
                    _add_silence(made, 7.0)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pix_fmt)
            if times_s is None:
                shift = round((sound or 0.0) * float(rate))
                frame.pts, frame.time_base = number + shift, Fraction(1) / Fraction(rate)
            else:
                frame.pts, frame.time_base = round(times_s[number] * TICKS), Fraction(1, TICKS)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return path


def _add_silence(made: Any, seconds: float) -> None:
    stream = made.add_stream("aac", rate=44_100)
    for start in range(0, int(44_100 * seconds), 1024):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.pts, frame.sample_rate, frame.time_base = start, 44_100, Fraction(1, 44_100)
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))


def remuxed(source: Path, path: Path, *, container: str | None = None, **options: str) -> Path:
    """Put a file's pictures, as they are encoded, into another container."""
    with av.open(str(source)) as read, av.open(str(path), "w", format=container, options=options) as made:
        stream = made.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(read.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                made.mux(packet)
    return path


def ffmpeg(path: Path, *arguments: str) -> Path:
    """Let Debian's ffmpeg make what PyAV cannot; FileNotFoundError where it is not on this computer."""
    command = ["ffmpeg", "-v", "error", "-y", *arguments, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=120)
    return path


def canvas(picture: Picture, width: int, height: int, x: int, y: int, fill: int = 0) -> Picture:
    """Put a picture on a larger one."""
    made = np.full((height, width, 3), fill, np.uint8)
    made[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return made


def resized(picture: Picture, width: int, height: int) -> Picture:
    """Return a picture in another size."""
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
