"""Hiding faces for good: a few averaged cells per head, smoothed, so that nothing can be brought back."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Image

CELLS = 5
"""Averaged cells across a hidden head."""

SOFT_RIM = 0.2
"""The rim outside the hidden ellipse, in radii, over which the picture comes back."""

TALLER = 1.15
"""Height of the hidden ellipse by its width."""

DISC_PX = 256


def hide_head(image: Image, centre_px: FloatArray, radius_px: float) -> None:
    """Hide an upright ellipse about `centre_px` in place."""
    reach = radius_px * (1 + SOFT_RIM) * np.array([1.0, TALLER])
    start = np.floor(centre_px - reach).astype(int)
    stop = np.ceil(centre_px + reach).astype(int)
    low, high = (np.clip(corner, 0, image.shape[1::-1]) for corner in (start, stop))
    region = image[low[1] : high[1], low[0] : high[0]]
    if not region.size:
        return
    disc = cv2.resize(_soft_disc(), (stop - start).tolist())
    opacity = disc[low[1] - start[1] : high[1] - start[1], low[0] - start[0] : high[0] - start[0]]
    cv2.blendLinear(_frosted(region, 2 * radius_px / CELLS), region, opacity, 1 - opacity, dst=region)


def _frosted(region: Image, cell_px: float) -> Image:
    height, width = region.shape[:2]
    cells = (max(1, round(width / cell_px)), max(1, round(height / cell_px)))
    coarse = cv2.resize(region, cells, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(coarse, (3, 3), 0)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


@cache
def _soft_disc() -> NDArray[np.float32]:
    """Opacity of the hidden disc: 1 inside, falling to 0 across its rim."""
    y, x = (np.mgrid[:DISC_PX, :DISC_PX] + 0.5) / DISC_PX * 2 - 1
    distance = np.hypot(x, y) * (1 + SOFT_RIM)
    opacity: NDArray[np.float32] = ((1 + SOFT_RIM - distance) / SOFT_RIM).clip(0, 1).astype(np.float32)
    return opacity
