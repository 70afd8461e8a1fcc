"""Little recordings, made with PyAV."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
OPTIONS = {
    "libx264": {"preset": "ultrafast", "crf": "12"},
    "libx265": {"preset": "ultrafast", "crf": "12", "x265-params": "log-level=none"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "crf": "15", "b": "0"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "4M"},
    "libsvtav1": {"preset": "10", "crf": "20", "svtav1-params": "lp=1:pred-struct=1"},
    "mpeg4": {"qscale": "2", "flags": "+qscale", "global_quality": "236"},
    "mjpeg": {"flags": "+qscale", "global_quality": "236"},
}


def picture(index: int, width: int = 160, height: int = 120) -> Image:
    """Grey blocks, and a bright square that moves 4 pixels a frame."""
    rows, columns = np.mgrid[0:height, 0:width]
    grey = (40 + 25 * ((rows // 16 + 2 * (columns // 16)) % 4)).astype(np.uint8)
    image = np.repeat(grey[:, :, None], 3, axis=2)
    left = (4 * index) % (width - 40)
    image[height // 3 : height // 3 + 32, left : left + 32] = (250, 240, 120)
    return image


def pictures(count: int, width: int = 160, height: int = 120) -> list[Image]:
    return [picture(index, width, height) for index in range(count)]


def record(
    path: Path,
    images: Iterable[Image],
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rate: Fraction | int = 30,
    ticks: Sequence[int] | None = None,
    tick: Fraction | None = None,
    options: dict[str, str] | None = None,
    muxer: dict[str, str] | None = None,
    **stream_settings: Any,
) -> Path:
    """Write images; `ticks` are presentation stamps in units of `tick`, by default one a frame at `rate`."""
    tick = tick or 1 / Fraction(rate)
    with av.open(str(path), "w", container_options=muxer or {}) as container:
        stream = container.add_stream(codec, rate=rate, options={**OPTIONS.get(codec, {}), **(options or {})})
        stream.codec_context.time_base = tick
        rotation = stream_settings.pop("rotation", None)
        for name, value in stream_settings.items():
            setattr(stream.codec_context, name, value)
        if rotation:
            stream.set_display_rotation(*rotation)
        for index, image in enumerate(images):
            if index == 0:
                stream.height, stream.width, stream.pix_fmt = *image.shape[:2], pix_fmt
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = (ticks[index] if ticks else index), tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def difference(a: Image, b: Image) -> float:
    """Mean absolute difference in grey levels."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def nearest(image: Image, drawn: Sequence[Image]) -> int:
    """Which of the drawn pictures an image shows."""
    return int(np.argmin([difference(image, one) for one in drawn]))
