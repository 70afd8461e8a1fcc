"""Puts short exchanges of the two legs right, where they are unmistakable.

A tracker that decides frame by frame which leg is which ruins real recordings after one bad frame.  So only
short runs are touched, only between frames whose legs are each other's continuation, and every frame is
reported.
"""

import numpy as np

from ..datatypes._arrays import BoolArray, FloatArray
from ..datatypes.walk import SIDES
from .points import BELOW_HIP, column, exchanged_legs, nan_mean
from .settings import CleaningSettings

CERTAIN_MARGIN = 0.4  # an exchange must fit at least this much better (ratio of distances)
LEAST_LEG_DISTANCE = 0.08  # body heights; legs closer than this cannot be told apart
CLEAR_FRAMES = 3  # without an exchange before and after, per frame of the run


def repair_exchanged_legs(
    time_s: FloatArray,
    xy_px: FloatArray,
    second_xy_px: FloatArray | None,
    height_px: FloatArray,
    settings: CleaningSettings,
) -> tuple[FloatArray, BoolArray]:
    """Put short, unmistakable exchanges of both legs right; return positions (T, K, 2) and the frames (T,).

    Where the legs suddenly continue much better crosswise than straight, and do so again no later than
    `settings.longest_swap_s` after, the frames between are compared with the straight way from the frame
    before to the frame after.  Those that fit it much better crosswise were exchanged, if either the second
    opinion shows it, or the legs stay their own for much longer before and after.
    """
    exchanged = np.zeros(len(time_s), dtype=np.bool_)
    for before, start, end, after in _suspect_runs(time_s, xy_px, height_px, settings.longest_swap_s):
        way = _straight_way(time_s, xy_px, start, end)
        crosswise = _crosswise(way, xy_px[start:end], height_px[start:end])
        lonely = min(start - before, after - end) >= CLEAR_FRAMES * (end - start)
        if lonely or _shown(second_xy_px, xy_px, height_px, start, end):
            exchanged[start:end] = crosswise
    repaired = np.where(exchanged[:, None, None], xy_px[:, exchanged_legs()], xy_px)
    return repaired, exchanged


def _suspect_runs(
    time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, longest_s: float
) -> list[tuple[int, int, int, int]]:
    """Return (switch before, start, end, switch after) of runs between the first and last of close switches.

    Legs that do not continue straight from the frame before a run to the frame after it make no run.
    """
    switches = 1 + np.flatnonzero(_crosswise(xy_px[:-1], xy_px[1:], height_px[1:]))
    borders = [0, *switches.tolist(), len(time_s)]
    found = []
    first = 1
    while first < len(borders) - 2:
        last = first + int((time_s[borders[first:-1]] - time_s[borders[first]] <= longest_s).sum()) - 1
        start, end = borders[first], borders[last]
        same = not _crosswise(xy_px[start - 1, None], xy_px[end, None], height_px[end, None])[0]
        if last > first and same:
            found.append((borders[first - 1], start, end, borders[last + 1]))
        first = last + 1 if same else first + 1
    return found


def _straight_way(time_s: FloatArray, xy_px: FloatArray, start: int, end: int) -> FloatArray:
    """(end - start, K, 2) positions on the straight way from the frame before a run to the frame after it."""
    share = (time_s[start:end] - time_s[start - 1]) / (time_s[end] - time_s[start - 1])
    first, last = xy_px[start - 1], xy_px[end]
    way: FloatArray = first + share[:, None, None] * (last - first)
    return way


def _shown(
    second_xy_px: FloatArray | None, xy_px: FloatArray, height_px: FloatArray, start: int, end: int
) -> bool:
    """Whether the second opinion has the legs the other way round in most frames of a run."""
    if second_xy_px is None:
        return False
    part = slice(start, end)
    return bool(_crosswise(second_xy_px[part], xy_px[part], height_px[part]).mean() > 0.5)


def _crosswise(before: FloatArray, after: FloatArray, height_px: FloatArray) -> BoolArray:
    """(T,) whether the legs of `after` fit those of `before` far better when exchanged."""
    legs = [column(side, part) for side in SIDES for part in BELOW_HIP]
    straight = nan_mean(np.linalg.norm(after - before, axis=2)[:, legs], axis=1)
    crossed = nan_mean(np.linalg.norm(after[:, exchanged_legs()] - before, axis=2)[:, legs], axis=1)
    clear: BoolArray = (straight > LEAST_LEG_DISTANCE * height_px) & (crossed < CERTAIN_MARGIN * straight)
    return clear
