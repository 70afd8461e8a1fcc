"""Anti-aliased strokes at sub-pixel places; a stroke to or from an unknown (NaN) place is not drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
from numpy.typing import ArrayLike

from ...datatypes._arrays import FloatArray
from ...datatypes.video import Image
from ..palette import INK, Colour

SUBPIXEL_BITS = 4
HALO = 0.45
"""Width of the dark rim on each side of a stroke, in widths of the stroke."""


def path(image: Image, points: ArrayLike, colour: Colour, width_px: float, *, closed: bool = False) -> None:
    """Draw a line through points (N, 2), in pixels with the corner of the picture as origin."""
    points = np.asarray(points, dtype=float)
    if len(points) > 1 and np.isfinite(points).all():
        cv2.polylines(
            image, [_fixed(points)], closed, colour, _whole(width_px), cv2.LINE_AA, shift=SUBPIXEL_BITS
        )


def haloed(image: Image, points: ArrayLike, colour: Colour, width_px: float) -> None:
    """Draw a line with a dark rim, legible on any background."""
    path(image, points, INK, width_px * (1 + 2 * HALO))
    path(image, points, colour, width_px)


def dashed(image: Image, a: ArrayLike, b: ArrayLike, colour: Colour, width_px: float, dash_px: float) -> None:
    """Draw a dashed line from a to b."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    length_px = float(np.linalg.norm(b - a))
    if not np.isfinite(length_px) or length_px == 0:
        return
    starts = np.arange(0, length_px, 2 * dash_px)
    for start, end in zip(starts, np.minimum(starts + dash_px, length_px), strict=True):
        path(image, [a + (b - a) * start / length_px, a + (b - a) * end / length_px], colour, width_px)


def dot(image: Image, at: ArrayLike, radius_px: float, colour: Colour) -> None:
    """Draw a filled circle."""
    _circle(image, at, radius_px, colour, cv2.FILLED)


def ring(image: Image, at: ArrayLike, radius_px: float, colour: Colour, width_px: float) -> None:
    """Draw a circle."""
    _circle(image, at, radius_px, colour, _whole(width_px))


def fill(image: Image, points: ArrayLike, colour: Colour) -> None:
    """Fill a convex polygon."""
    cv2.fillConvexPoly(image, _fixed(np.asarray(points, dtype=float)), colour, cv2.LINE_AA, SUBPIXEL_BITS)


def arc_points(centre: FloatArray, radius_px: float, from_rad: float, to_rad: float) -> FloatArray:
    """Return points (N, 2) along the shorter arc between two directions, seen with y down."""
    turn = (to_rad - from_rad + np.pi) % (2 * np.pi) - np.pi
    angles = from_rad + np.linspace(0, turn, 24)
    points: FloatArray = centre + radius_px * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return points


@contextmanager
def faded(
    image: Image, centre: ArrayLike, reach_px: float, opacity: float
) -> Iterator[tuple[Image, FloatArray]]:
    """Give a copy of the square about `centre` to draw on, and its origin; blend it in at the end."""
    low = np.maximum(np.floor(np.asarray(centre) - reach_px), 0).astype(int)
    high = np.ceil(np.asarray(centre) + reach_px).astype(int).clip(0)
    region = image[low[1] : high[1], low[0] : high[0]]
    layer = region.copy()
    yield layer, low.astype(float)
    if region.size:
        cv2.addWeighted(layer, opacity, region, 1 - opacity, 0, dst=region)


def _circle(image: Image, at: ArrayLike, radius_px: float, colour: Colour, thickness: int) -> None:
    at = np.asarray(at, dtype=float)
    if np.isfinite(at).all():
        radius = round(radius_px * (1 << SUBPIXEL_BITS))
        cv2.circle(image, _fixed(at).tolist(), radius, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def _fixed(points: FloatArray) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    """Fixed-point numbers as OpenCV takes them; its origin is the centre of the first pixel."""
    return np.round((points - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)


def _whole(width_px: float) -> int:
    return max(1, round(width_px))
