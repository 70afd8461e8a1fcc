"""Frames as the decoder left them, made into what is asked for when it is, and small copies of them."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import IO, cast

import cv2
import numpy as np
from av.codec.context import CodecContext
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes import FloatArray, Frame, Image
from .picture import Grey, PictureMaker, Scaler, shrunk
from .picture import sampled as sampled_of


class DecodedFrame(Frame):
    """A frame of a recording, whose RGB image is made when it is asked for: few uses need all of it."""

    def __init__(self, index: int, time_s: float, picture: VideoFrame, maker: PictureMaker) -> None:
        vars(self).update(index=index, time_s=time_s, picture=picture, maker=maker)

    picture: VideoFrame
    maker: PictureMaker

    @cached_property
    def image(self) -> Image:
        """The whole upright picture, RGB."""
        return self.maker.image(self.picture)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return self.maker.size_px


def resized(frame: Frame, size_px: tuple[int, int]) -> Image:
    """Return a frame's picture in another size (width, height), RGB."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.image(frame.picture, size_px)
    if frame.image.shape[1::-1] == size_px:
        return frame.image
    how = cv2.INTER_AREA if size_px[0] < frame.image.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(frame.image, size_px, interpolation=how), np.uint8)


def brightness(frame: Frame, shrink: int) -> Grey:
    """Return a frame's brightness, each cell the mean of `shrink` x `shrink` pixels."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.brightness(frame.picture, shrink)
    return shrunk(frame.image[..., 1], shrink)


def sampled(frame: Frame, affine: FloatArray, size: int, *, black_outside: bool = False) -> Image:
    """Return a square sample of a frame's picture, RGB; see `picture.sampled`."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.sampled(frame.picture, affine, size, black_outside=black_outside)
    return sampled_of(frame.image, affine, size, black_outside=black_outside)


_CODEC = "mpeg4"  # H.264 takes twice as long, JPEG three times the bytes
_QUANTISER = 3
"""Coarseness of the copies, 1 to 31: at 3 a pixel is off by one or two of 255 levels."""

_IN_MEMORY_BYTES = 8_000_000
"""What is more lies in a temporary file without a name, which vanishes with the program however it ends."""

_TICK = Fraction(1, 30)
"""MPEG-4 wants the pictures to have times; the true ones are kept beside it."""


@dataclass(frozen=True, slots=True)
class _Copy:
    index: int
    time_s: float
    colour: tuple[int, int]


class KeptPictures:
    """Copies of every `every`-th picture of a recording in one size, written on the way and read once.

    Parameters
    ----------
    size_px
        Width and height of the upright copies, both even.
    every
        1 keeps all pictures.

    Attributes
    ----------
    complete
        Whether the recording was read to its end and everything could be kept.
    """

    def __init__(self, size_px: tuple[int, int], every: int) -> None:
        self.size_px, self.every = size_px, every
        self.complete = False
        self._maker: PictureMaker | None = None
        self._scaler = Scaler()
        self._encoder: VideoCodecContext | None = None
        self._bytes: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115
        self._packet_bytes: list[int] = []
        self._copies: list[_Copy] = []
        self._offered = 0
        self._failed = False

    def __del__(self) -> None:
        self._bytes.close()

    def offer(self, frame: DecodedFrame) -> None:
        """Keep a copy of the next frame, if it is its turn."""
        if self._offered % self.every == 0 and not self._failed:
            self._keep(frame)
        self._offered += 1

    def close(self) -> None:
        """Take note that there are no more frames."""
        if self._encoder is not None and not self._failed:
            self._store(self._encoder.encode(None))
        self._encoder = None
        self.complete = bool(self._copies) and not self._failed

    def frames(self) -> Iterator[Frame]:
        """Yield the copies, as frames whose picture has the size `size_px`, and forget them."""
        assert self._maker is not None  # there is a copy, as they are complete
        self.complete = False
        with self._bytes:
            for copy, picture in zip(self._copies, self._pictures(), strict=True):
                picture.colorspace, picture.color_range = copy.colour
                yield DecodedFrame(copy.index, copy.time_s, picture, self._maker)

    def _keep(self, frame: DecodedFrame) -> None:
        self._maker = frame.maker
        small = self._scaler.scaled(frame.picture, frame.maker.as_stored(self.size_px))
        self._copies.append(_Copy(frame.index, frame.time_s, (small.colorspace, small.color_range)))
        small.pts, small.time_base = len(self._copies), _TICK  # of a picture whose own time has been read
        self._encoder = self._encoder or _encoder(small.width, small.height)
        self._store(self._encoder.encode(small))

    def _store(self, packets: "list[Packet[VideoStream]]") -> None:
        try:
            for packet in packets:
                self._bytes.write(bytes(packet))
                self._packet_bytes.append(packet.size)
        except OSError:  # the disk is full: the recording will be decoded once more
            self._failed = True

    def _pictures(self) -> Iterator[VideoFrame]:
        decoder = cast(VideoCodecContext, CodecContext.create(_CODEC, "r"))
        self._bytes.seek(0)
        for size in self._packet_bytes:
            packet = Packet(
                size
            )  # made of the bytes at once, it would lack the zeros that decoders read behind
            packet.update(self._bytes.read(size))
            yield from decoder.decode(packet)
        yield from decoder.decode(None)


def _encoder(width_px: int, height_px: int) -> VideoCodecContext:
    encoder = cast(VideoCodecContext, CodecContext.create(_CODEC, "w"))
    encoder.width, encoder.height, encoder.pix_fmt = width_px, height_px, "yuv420p"
    encoder.time_base = _TICK
    encoder.qmin = encoder.qmax = _QUANTISER
    return encoder
