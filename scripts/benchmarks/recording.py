"""The recordings that are timed: a walk on a treadmill, repeated, as large and as heavy as a phone's."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

BITS_PER_S = 16_000_000
"""Of a phone's 1080p, which takes several times as long to decode as a clean rendering."""

GRAIN = 4.0
"""Standard deviation of the sensor's noise, in levels; without it the encoder finds nothing to write."""

FPS = 60
SIZE_PX = (1920, 1080)
LOOP_S = 10
"""Longer recordings repeat the packets of this one."""

_GRAINS = 8


def phone_recording(clip: Path, folder: Path, seconds: int) -> Path:
    """Return `clip` over and over, in 1080p with grain, lasting `seconds`; made if need be.

    The clip shows somebody walking in place, so that every picture of the long one needs the network.
    """
    path = folder / f"{clip.stem}_1080p60_{seconds}s.mp4"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.mp4")
        if seconds <= LOOP_S:
            _encode(clip, part, seconds)
        else:
            _lengthen(phone_recording(clip, folder, LOOP_S), part, seconds)
        part.replace(path)
    return path


def _encode(clip: Path, path: Path, seconds: int) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "bf": "0"})
        stream.width, stream.height = SIZE_PX
        stream.pix_fmt, stream.bit_rate = "yuv420p", BITS_PER_S
        stream.codec_context.time_base = Fraction(1, FPS)
        for tick, picture in enumerate(islice(_grainy(_repeated(clip)), seconds * FPS)):
            picture.pts, picture.time_base = tick, Fraction(1, FPS)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def _lengthen(loop: Path, path: Path, seconds: int) -> None:
    """Write the packets of `loop` again and again, without decoding them."""
    with av.open(str(path), "w") as container:
        out: av.VideoStream | None = None
        for shift_s in range(0, seconds, LOOP_S):
            with av.open(str(loop)) as source:
                stream = source.streams.video[0]
                out = out or container.add_stream_from_template(stream)
                ticks = round(shift_s / (stream.time_base or 1))
                for packet in source.demux(stream):
                    if packet.pts is not None and packet.dts is not None:
                        packet.pts, packet.dts, packet.stream = packet.pts + ticks, packet.dts + ticks, out
                        container.mux(packet)


def _repeated(clip: Path) -> Iterator[VideoFrame]:
    while True:
        with av.open(str(clip)) as container:
            yield from container.decode(container.streams.video[0])


def _grainy(pictures: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    width_px, height_px = SIZE_PX
    random = np.random.default_rng(0)
    grains = [random.normal(0, GRAIN, (height_px, width_px)).round().astype(np.int16) for _ in range(_GRAINS)]
    for grain, picture in zip(cycle(grains), pictures, strict=False):
        planes = picture.reformat(width_px, height_px, "yuv420p").to_ndarray()
        luma = planes[:height_px]
        luma[:] = np.clip(luma + grain, 16, 235)
        yield VideoFrame.from_ndarray(planes, format="yuv420p")
