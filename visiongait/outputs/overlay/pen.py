"""Anti-aliased strokes at sub-pixel places; a stroke to or from an unknown (NaN) place is not drawn."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np
from numpy.typing import NDArray

from ...datatypes._arrays import FloatArray
from ...datatypes.video import Image
from ..palette import INK, Colour

Place = FloatArray | Sequence[float]
"""(2,): x and y in pixels, origin at the picture's top left corner."""

Line = FloatArray | Sequence[Place]
"""(N, 2): places along a line."""

SUBPIXEL_BITS = 4
HALO = 0.45
"""Width of the dark rim on each side of a stroke, in widths of the stroke."""


def strokes(image: Image, lines: Iterable[Line], colour: Colour, width_px: float) -> None:
    """Draw lines through their points."""
    arrays = (np.asarray(line, dtype=float) for line in lines)
    known = [_fixed(line) for line in arrays if len(line) > 1 and np.isfinite(line).all()]
    cv2.polylines(image, known, False, colour, _whole(width_px), cv2.LINE_AA, shift=SUBPIXEL_BITS)


def path(image: Image, line: Line, colour: Colour, width_px: float) -> None:
    """Draw one line through its points."""
    strokes(image, [line], colour, width_px)


def haloed(image: Image, lines: Sequence[Line], colour: Colour, width_px: float) -> None:
    """Draw lines with a dark rim, legible on any background."""
    strokes(image, lines, INK, width_px * (1 + 2 * HALO))
    strokes(image, lines, colour, width_px)


def dashed(image: Image, lines: Iterable[Line], colour: Colour, width_px: float, dash_px: float) -> None:
    """Draw straight lines, each from its first to its last point, in dashes."""
    ends = (np.asarray(line, dtype=float)[[0, -1]] for line in lines)
    strokes(image, [dash for end in ends for dash in _dashes(end, dash_px)], colour, width_px)


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
    angles = from_rad + np.linspace(0, turn, 24)
    points: FloatArray = centre + radius_px * np.stack([np.cos(angles), np.sin(angles)], axis=1)
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


def _dashes(ends: FloatArray, dash_px: float) -> list[FloatArray]:
    """Cut a line (2, 2) into dashes with gaps as long as they are."""
    length_px = float(np.linalg.norm(ends[1] - ends[0]))
    if not np.isfinite(length_px) or length_px == 0:
        return []
    starts = np.arange(0, length_px, 2 * dash_px)
    shares = np.stack([starts, np.minimum(starts + dash_px, length_px)], axis=1) / length_px
    return list(ends[0] + shares[..., None] * (ends[1] - ends[0]))


def _circle(image: Image, at: Place, radius_px: float, colour: Colour, thickness: int) -> None:
    centre = np.asarray(at, dtype=float)
    if np.isfinite(centre).all():
        radius = round(radius_px * (1 << SUBPIXEL_BITS))
        cv2.circle(image, _fixed(centre).tolist(), radius, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def _fixed(points: FloatArray) -> NDArray[np.int32]:
    """Fixed-point numbers as OpenCV takes them; its origin is the centre of the first pixel."""
    return np.round((points - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)


def _whole(width_px: float) -> int:
    return max(1, round(width_px))
