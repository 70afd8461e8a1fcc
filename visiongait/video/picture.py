"""From a decoded picture to an upright RGB image with square pixels, always of one size."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import cast

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..datatypes import FloatArray, Image

_SHAPE_TOLERANCE = 0.02
PLAIN_FORMATS = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p")
"""Three planes of 8 bits, the first of them brightness: the only pictures that are dealt with here."""

_THREE_PLANES = ("yuv420p", "yuvj420p", "yuv444p", "yuvj444p")
_BT601 = 5
_SHARES_OF_BRIGHTNESS = {1: (0.2126, 0.0722), _BT601: (0.299, 0.114), 9: (0.2627, 0.0593)}
"""How much of brightness is red and blue, by the number that codecs give the convention."""
_VIDEO_BLACK = 16
_NO_COLOUR = 128
_FLIP_CODES = {(True, False): 1, (False, True): 0, (True, True): -1}

Grey = NDArray[np.uint8]
"""(height, width) brightness."""


@dataclass(frozen=True)
class Orientation:
    """How to turn a stored picture upright: first exchange x and y, then mirror."""

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def rotation_deg(self) -> int:
        """Clockwise turn of the stored picture's x axis: 0, 90, 180 or 270."""
        if self.transpose:
            return 270 if self.mirror_y else 90
        return 180 if self.mirror_x else 0

    def turned(self) -> "Orientation":
        """Return what leads to the picture turned clockwise by another quarter."""
        return Orientation(not self.transpose, not self.mirror_y, self.mirror_x)

    def to_stored(self, stored_size: tuple[int, int]) -> FloatArray:
        """(3, 3) way from upright to stored pixels, both counted from the first pixel's centre."""
        last_x, last_y = (side - 1 for side in (stored_size[::-1] if self.transpose else stored_size))
        x = [-1, 0, last_x] if self.mirror_x else [1, 0, 0]
        y = [0, -1, last_y] if self.mirror_y else [0, 1, 0]
        return np.array([y, x, [0, 0, 1]] if self.transpose else [x, y, [0, 0, 1]], dtype=float)

    def apply(self, image: Image) -> Image:
        """Return the upright image."""
        turned = cv2.transpose(image) if self.transpose else image
        flip_code = _FLIP_CODES.get((self.mirror_x, self.mirror_y))
        return np.asarray(turned if flip_code is None else cv2.flip(turned, flip_code), dtype=np.uint8)


def orientation_of(frame: VideoFrame, stream: VideoStream) -> Orientation:
    """Read the display matrix of a picture (nearest quarter turn, mirrored or not), or the older rotate tag.

    The matrix takes stored to shown coordinates, y down: x' = a x + c y, y' = b x + d y.
    """
    side_data = cast("Mapping[str, bytes]", frame.side_data)
    if "DISPLAYMATRIX" in side_data:
        a, b, _, c, d = np.frombuffer(side_data["DISPLAYMATRIX"], dtype="<i4", count=5).tolist()
        return _orientation(a, b, c, d)
    quarter_turns = round(float(stream.metadata.get("rotate", 0)) / 90) % 4
    a, b = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter_turns]
    return _orientation(a, b, -b, a)


def _orientation(a: int, b: int, c: int, d: int) -> Orientation:
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(transpose=True, mirror_x=c < 0, mirror_y=b < 0)
    return Orientation(mirror_x=a < 0, mirror_y=d < 0)


class PictureMaker:
    """Makes upright RGB images of one size out of a stream's plain pictures (see `plain`), in any thread.

    The first picture, as decoded, sets orientation and size.  Pixels that are not square are stretched along
    their shorter side.  Later pictures of another size but the same shape are scaled to the first; `fits`
    tells.

    Parameters
    ----------
    first, stream
        The first picture, and the stream that it is from.
    turns
        Quarter turns, clockwise, on top of what the file says.

    Attributes
    ----------
    stored_size
        Width and height with square pixels, before the picture is turned upright.
    """

    def __init__(self, first: VideoFrame, stream: VideoStream, turns: int = 0) -> None:
        self.orientation = orientation_of(first, stream)
        for _ in range(turns):
            self.orientation = self.orientation.turned()
        self.stored_size = _square_pixel_size(first, stream.sample_aspect_ratio)
        self._coded_shape = first.width / first.height
        self._scaler = Scaler()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright images."""
        width_px, height_px = self.stored_size
        return (height_px, width_px) if self.orientation.transpose else (width_px, height_px)

    def fits(self, frame: VideoFrame) -> bool:
        """Tell whether a picture has the shape of the first one."""
        return abs(frame.width / frame.height / self._coded_shape - 1) <= _SHAPE_TOLERANCE

    def image(self, frame: VideoFrame, size_px: tuple[int, int] | None = None) -> Image:
        """Return the upright picture (height, width, 3), RGB, contiguous; in another size if given."""
        stored_size = self.stored_size if size_px is None else self.as_stored(size_px)
        return np.ascontiguousarray(self.orientation.apply(self._scaler.rgb(frame, stored_size)))

    def brightness(self, frame: VideoFrame, shrink: int) -> Grey:
        """Return the upright picture's brightness, each cell the mean of `shrink` x `shrink` pixels."""
        luma = luma_of(frame)
        if luma.shape[::-1] != self.stored_size:
            return shrunk(self.image(frame)[..., 1], shrink)
        return np.ascontiguousarray(self.orientation.apply(shrunk(luma, shrink)))

    def sampled(self, frame: VideoFrame, affine: FloatArray, size: int, *, black_outside: bool) -> Image:
        """Return `picture.sampled` of the upright picture, without making more of it than is asked for."""
        planes = planes_of(frame)
        if planes is None or (frame.width, frame.height) != self.stored_size:
            return sampled(self.image(frame), affine, size, black_outside=black_outside)
        stored = self.orientation.to_stored(self.stored_size) @ np.vstack([affine, [0, 0, 1]])
        darkest = 0 if _has_full_range(frame) else _VIDEO_BLACK
        cut = np.empty((size, size, 3), np.uint8)
        for channel, plane in enumerate(planes):
            by = 1.0 if plane.shape[1] == frame.width else 0.5
            shrunk_to = np.array([[by, 0, (by - 1) / 2], [0, by, (by - 1) / 2], [0, 0, 1]])
            outside = (darkest if channel == 0 else _NO_COLOUR) if black_outside else None
            cut[..., channel] = _warped(plane, (shrunk_to @ stored)[:2], size, outside)
        return np.asarray(
            cv2.transform(cut, to_rgb(int(frame.colorspace), _has_full_range(frame))), dtype=np.uint8
        )

    def as_stored(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """Return the size, as stored, of an upright picture."""
        return size_px[::-1] if self.orientation.transpose else size_px


class Scaler(threading.local):
    """Brings pictures to other sizes and to RGB.

    FFmpeg's reformatters are no good to two threads at once: they would write over each other's memory and
    bring the program down.  So each thread that comes here has its own.
    """

    def __init__(self) -> None:
        self._to_size, self._to_rgb = VideoReformatter(), VideoReformatter()

    def scaled(self, frame: VideoFrame, size_px: tuple[int, int]) -> VideoFrame:
        """Return a picture in a size (width, height), as 8-bit planes of brightness and colour (yuv420p)."""
        how = Interpolation.BILINEAR if size_px[0] < frame.width else Interpolation.BICUBIC
        return self._to_size.reformat(frame, *size_px, "yuv420p", interpolation=how)

    def rgb(self, frame: VideoFrame, size_px: tuple[int, int]) -> Image:
        """Convert to RGB; a change of size comes first, as planes of brightness and colour: twice as fast."""
        if size_px != (frame.width, frame.height):
            frame = self.scaled(frame, size_px)
        return np.asarray(self._to_rgb.reformat(frame, format="rgb24").to_ndarray(), dtype=np.uint8)


def luma_of(frame: VideoFrame) -> Grey:
    """Return the stored brightness (height, width) of a plain picture, without a copy."""
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def planes_of(frame: VideoFrame) -> tuple[Grey, Grey, Grey] | None:
    """Return the stored planes of brightness and colour without a copy; None of other kinds of picture."""
    if frame.format.name not in _THREE_PLANES:
        return None
    first, second, third = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    )
    return first, second, third


def sampled(image: Image, affine: FloatArray, size: int, *, black_outside: bool = False) -> Image:
    """Return (size, size, 3): its pixel (i, j) is the picture at `affine` (2, 3) times (i, j, 1).

    Bilinear, counted from the first pixel's centre; outside, the picture's edge repeats or it is black.
    """
    return _warped(image, affine, size, 0 if black_outside else None)


def _warped(image: NDArray[np.uint8], affine: FloatArray, size: int, outside: int | None) -> Image:
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(
        image, affine, (size, size), flags=flags, borderMode=border, borderValue=3 * (outside or 0,)
    )
    return warped.astype(np.uint8, copy=False)


@cache
def to_rgb(colorspace: int, full_range: bool) -> NDArray[np.float32]:
    """(3, 4) way from a picture's brightness and colour planes to RGB, ITU-R BT.601, BT.709 or BT.2020."""
    red, blue = _SHARES_OF_BRIGHTNESS.get(colorspace, _SHARES_OF_BRIGHTNESS[_BT601])
    green = 1 - red - blue
    mixed = np.array(
        [
            [1, 0, 2 * (1 - red)],
            [1, -2 * (1 - blue) * blue / green, -2 * (1 - red) * red / green],
            [1, 2 * (1 - blue), 0],
        ]
    )
    if not full_range:
        mixed *= 255 / np.array([219, 224, 224])
    black = np.array([0 if full_range else _VIDEO_BLACK, _NO_COLOUR, _NO_COLOUR])
    return np.column_stack([mixed, -mixed @ black]).astype(np.float32)


def _has_full_range(frame: VideoFrame) -> bool:
    """Whether black is 0 and white 255, not 16 and 235."""
    return frame.format.name.startswith("yuvj") or frame.color_range == ColorRange.JPEG


def shrunk(grey: Grey, shrink: int) -> Grey:
    """Return means of `shrink` x `shrink` cells (h // shrink, w // shrink), in halves as far as possible."""
    while shrink % 2 == 0:
        grey, shrink = _by_cells(grey, 2), shrink // 2
    return grey if shrink == 1 else _by_cells(grey, shrink)


def _by_cells(grey: Grey, cell: int) -> Grey:
    height, width = (side // cell for side in grey.shape)
    whole = grey[: height * cell, : width * cell]  # a whole factor shrinks fast
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _square_pixel_size(frame: VideoFrame, sample_aspect_ratio: Fraction | None) -> tuple[int, int]:
    ratio = float(sample_aspect_ratio or 1)
    if not 0.25 <= ratio <= 4:  # nonsense in the header
        ratio = 1.0
    return round(frame.width * max(ratio, 1.0)), round(frame.height * max(1 / ratio, 1.0))
