"""Writing video that every browser plays: H.264, yuv420p, MP4, with the frames' own times."""

from contextlib import ExitStack, suppress
from fractions import Fraction
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from ..datatypes import Image
from ..system import as_user_errors, whole_file

_TICKS_PER_S = 90_000
_ENCODER = {"preset": "ultrafast", "crf": "24", "threads": "1"}
"""`superfast` takes three times as long over grainy pictures.  Several threads take a sixth more time of the
cores, and pictures are drawn no faster than one thread encodes them."""


class VideoSink:
    """Writes images as an MP4 while a `with` block lasts.

    The file appears under its name only when the block ends well; after an error nothing new is left, and an
    older file of that name stays as it was.  An odd width or height grows by one repeated column or row.

    Parameters
    ----------
    path
        Where the video shall be; its folder exists.
    width_px, height_px
        Size of every image.
    rate_hint_fps
        Usual frame rate: how long the last frame is shown, and how far apart the encoder sets key frames.

    Raises
    ------
    EnvironmentFaultError, UsageError
        If the file cannot be written: disk full, no permission.
    """

    def __init__(
        self, path: str | PathLike[str], width_px: int, height_px: int, *, rate_hint_fps: float = 30.0
    ) -> None:
        self._path = Path(path)
        self._shape = (height_px, width_px, 3)
        self._interval_ticks = round(_TICKS_PER_S / rate_hint_fps)
        self._last_tick = -1
        with as_user_errors(self._path), ExitStack() as place:
            part = place.enter_context(whole_file(self._path))
            self._container = av.open(
                str(part.absolute()), "w", format="mp4", container_options={"movflags": "+faststart"}
            )
            self._stream = self._add_stream(Fraction(rate_hint_fps).limit_denominator(1001))
            self._container.start_encoding()
            self._place = place.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._close()
            self._place.__exit__(kind, error, trace)
            return
        with as_user_errors(self._path), self._place:
            try:
                self._container.mux(self._stream.encode(None))
                self._container.close()
            finally:
                self._close()

    def _close(self) -> None:
        with suppress(av.FFmpegError, OSError):
            self._container.close()

    def write(self, image: Image, time_s: float) -> None:
        """Add an image (height_px, width_px, 3), RGB uint8, shown from `time_s` on; times must increase."""
        if image.shape != self._shape:
            raise ValueError(f"image: expected shape {self._shape}, got {image.shape}")
        tick = round(time_s * _TICKS_PER_S)
        if tick <= self._last_tick:
            raise ValueError(
                f"time_s: expected a time after {self._last_tick / _TICKS_PER_S} s, got {time_s}"
            )
        self._last_tick = tick
        with as_user_errors(self._path):
            self._container.mux(self._stream.encode(self._picture(image, tick)))

    def _add_stream(self, rate: Fraction) -> VideoStream:
        height_px, width_px, _ = self._shape
        stream = self._container.add_stream("libx264", rate=rate, options=_ENCODER)
        stream.width, stream.height = width_px + width_px % 2, height_px + height_px % 2
        stream.pix_fmt = "yuv420p"
        codec = stream.codec_context
        codec.time_base = Fraction(1, _TICKS_PER_S)
        codec.color_range, codec.colorspace = ColorRange.MPEG, Colorspace.ITU601  # as OpenCV converts
        codec.color_trc, codec.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
        return stream

    def _picture(self, image: Image, tick: int) -> VideoFrame:
        height_px, width_px, _ = self._shape
        if width_px % 2 or height_px % 2:
            image = np.asarray(
                cv2.copyMakeBorder(image, 0, height_px % 2, 0, width_px % 2, cv2.BORDER_REPLICATE), np.uint8
            )
        planes = np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2YUV_I420), np.uint8)
        picture = VideoFrame.from_ndarray(planes, format="yuv420p")
        picture.pts, picture.time_base = tick, Fraction(1, _TICKS_PER_S)
        picture.duration = self._interval_ticks
        return picture
