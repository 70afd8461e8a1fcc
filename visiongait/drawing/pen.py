"""Strokes and text in pictures at sub-pixel places; none from or to an unknown (NaN) place."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ..datatypes import FloatArray, Image
from .style import INK, Colour, font_folder

Place = FloatArray | Sequence[float]
"""(2,): x and y in pixels, origin at the picture's top left corner."""

Line = FloatArray | Sequence[Place]
"""(N, 2): places along a line."""

SUBPIXEL_BITS = 4
_ALONG_ARC = np.linspace(0, 1, 24)
HALO = 0.45
"""Width of the dark rim on each side of a stroke, in widths of the stroke."""


def strokes(image: Image, lines: Iterable[Line], colour: Colour, width_px: float) -> None:
    """Draw lines through their points."""
    _draw(image, _known(lines), colour, width_px)


def path(image: Image, line: Line, colour: Colour, width_px: float) -> None:
    """Draw one line through its points."""
    strokes(image, [line], colour, width_px)


def haloed(image: Image, lines: Iterable[Line], colour: Colour, width_px: float) -> None:
    """Draw lines with a dark rim, legible on any background."""
    known = _known(lines)
    _draw(image, known, INK, width_px * (1 + 2 * HALO))
    _draw(image, known, colour, width_px)


def dashed(image: Image, lines: Iterable[Line], colour: Colour, width_px: float, dash_px: float) -> None:
    """Draw straight lines, each from its first to its last point, in dashes."""
    ends = (np.asarray(line, dtype=float)[[0, -1]] for line in lines)
    dashes = [_dashes(end, dash_px) for end in ends]
    if dashes:
        _draw(image, list(_fixed(np.concatenate(dashes))), colour, width_px)


def dot(image: Image, at: Place, radius_px: float, colour: Colour) -> None:
    """Draw a filled circle."""
    _circle(image, at, radius_px, colour, cv2.FILLED)


def ring(image: Image, at: Place, radius_px: float, colour: Colour, width_px: float) -> None:
    """Draw a circle."""
    _circle(image, at, radius_px, colour, _whole(width_px))


def fill(image: Image, corners: Line, colour: Colour) -> None:
    """Fill a convex polygon."""
    cv2.fillConvexPoly(image, _fixed(np.asarray(corners, dtype=float)), colour, cv2.LINE_AA, SUBPIXEL_BITS)


def arc(centre: FloatArray, radius_px: float, from_rad: float, to_rad: float) -> FloatArray:
    """Return points (N, 2) along the shorter arc between two directions, seen with y down."""
    turn = (to_rad - from_rad + np.pi) % (2 * np.pi) - np.pi
    angles = from_rad + turn * _ALONG_ARC
    points: FloatArray = centre + radius_px * np.column_stack([np.cos(angles), np.sin(angles)])
    return points


@contextmanager
def faded(
    image: Image, centre: FloatArray, reach_px: float, opacity: float
) -> Iterator[tuple[Image, FloatArray]]:
    """Give a copy of the square about `centre` to draw on, and its origin; blend it in at the end."""
    low, high = (np.clip(centre + side * reach_px, 0, image.shape[1::-1]).astype(int) for side in (-1, 1))
    region = image[low[1] : high[1], low[0] : high[0]]
    layer = region.copy() if region.size else np.zeros((1, 1, 3), np.uint8)
    yield layer, low.astype(float)
    if region.size:
        cv2.addWeighted(layer, opacity, region, 1 - opacity, 0, dst=region)


def _draw(image: Image, lines: Sequence[NDArray[np.int32]], colour: Colour, width_px: float) -> None:
    cv2.polylines(image, lines, False, colour, _whole(width_px), cv2.LINE_AA, shift=SUBPIXEL_BITS)


def _known(lines: Iterable[Line]) -> list[NDArray[np.int32]]:
    """Fixed-point lines, without those that have an unknown place."""
    if isinstance(lines, np.ndarray):  # equally many points in all of them
        return list(_fixed(lines[np.isfinite(lines).all(axis=(1, 2))]))
    arrays = (np.asarray(line, dtype=float) for line in lines)
    return [_fixed(line) for line in arrays if len(line) > 1 and math.isfinite(line.sum())]


def _dashes(ends: FloatArray, dash_px: float) -> FloatArray:
    """Cut a line (2, 2) into dashes (N, 2, 2) with gaps as long as they are; none of an unknown line."""
    length_px = math.hypot(*(ends[1] - ends[0]))
    if not math.isfinite(length_px) or length_px == 0:
        return np.empty((0, 2, 2))
    starts = np.arange(0, length_px, 2 * dash_px)
    shares = np.stack([starts, np.minimum(starts + dash_px, length_px)], axis=1) / length_px
    dashes: FloatArray = ends[0] + shares[..., None] * (ends[1] - ends[0])
    return dashes


def _circle(image: Image, at: Place, radius_px: float, colour: Colour, thickness: int) -> None:
    x, y = float(at[0]), float(at[1])
    if math.isfinite(x) and math.isfinite(y):
        across, down, radius = (
            round(length * (1 << SUBPIXEL_BITS)) for length in (x - 0.5, y - 0.5, radius_px)
        )
        cv2.circle(image, (across, down), radius, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def _fixed(points: FloatArray) -> NDArray[np.int32]:
    """Fixed-point numbers as OpenCV takes them; its origin is the centre of the first pixel."""
    return np.rint((points - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)


def _whole(width_px: float) -> int:
    return max(1, round(width_px))


Anchor = Literal["l", "m", "r"]
"""Whether the place given is the text's left end, middle or right end."""

Mask = NDArray[np.float32]
"""(height, width) opacity, 0 to 1."""

SHARE_LEFT = {"l": 0.0, "m": 0.5, "r": 1.0}


def write(
    image: Image,
    text: str,
    at: tuple[float, float],
    size_px: float,
    colour: Colour,
    *,
    anchor: Anchor = "l",
    bold: bool = False,
    plate: float = 0.0,
) -> None:
    """Write a line of text, vertically centred on `at`, moved so that it stays in the picture.

    plate: opacity of a dark ground behind the text, 0 for none.
    """
    mask = _plated(text, round(size_px), bold) if plate else _letters(text, round(size_px), bold)
    ground = _plate(*mask.shape) if plate else None
    x, y = _kept_inside(image, mask, at[0] - SHARE_LEFT[anchor] * mask.shape[1], at[1] - mask.shape[0] / 2)
    region = image[y : y + mask.shape[0], x : x + mask.shape[1]]
    mask = mask[: region.shape[0], : region.shape[1]]
    if ground is not None:
        _blend(region, INK, ground[: region.shape[0], : region.shape[1]] * plate)
    _blend(region, colour, mask)


def width_px(text: str, size_px: float, bold: bool = False) -> int:
    """Return how wide a line of text will be."""
    return int(_letters(text, round(size_px), bold).shape[1])


def _blend(region: Image, colour: Colour, opacity: Mask) -> None:
    """Blend one colour into a region."""
    if region.size:
        paint = np.full(region.shape, colour, np.uint8)
        cv2.blendLinear(paint, region, opacity, 1 - opacity, dst=region)


def _kept_inside(image: Image, mask: Mask, x: float, y: float) -> tuple[int, int]:
    top, left = (
        round(min(max(place, 0), max(room - taken, 0)))
        for place, room, taken in zip((y, x), image.shape, mask.shape, strict=False)
    )
    return left, top


@lru_cache(maxsize=1024)
def _letters(text: str, size_px: int, bold: bool) -> Mask:
    """Opacity (h, w) of a line of text; every line of one size is equally high."""
    font = _font(size_px, bold)
    ascent, descent = font.getmetrics()
    sheet = PillowImage.new("L", (max(1, round(font.getlength(text)) + 2), ascent + descent))
    ImageDraw.Draw(sheet).text((1, 0), text, font=font, fill=255)
    return np.asarray(sheet, np.float32) / np.float32(255)


@lru_cache(maxsize=1024)
def _plated(text: str, size_px: int, bold: bool) -> Mask:
    return np.pad(_letters(text, size_px, bold), ((size_px // 10,) * 2, (size_px // 3,) * 2))


@lru_cache(maxsize=1024)
def _plate(height: int, width: int) -> Mask:
    """Opacity (h, w) of a rectangle with round corners."""
    fine = np.zeros((height * 4, width * 4), np.uint8)
    radius = height
    cv2.rectangle(fine, (radius, 0), (width * 4 - radius, height * 4), 255, cv2.FILLED)
    cv2.rectangle(fine, (0, radius), (width * 4, height * 4 - radius), 255, cv2.FILLED)
    for x in (radius, width * 4 - radius):
        for y in (radius, height * 4 - radius):
            cv2.circle(fine, (x, y), radius, 255, cv2.FILLED)
    smooth = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return smooth.astype(np.float32) / np.float32(255)


@lru_cache(maxsize=32)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(font_folder() / name), size_px)
