"""What is wrong with a recording's pictures: some repeat, some are missing, some were perhaps cut out."""

from array import array
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ..datatypes import BoolArray, FloatArray, FrameFaults
from .picture import Grey

_CELLS = 64  # across the picture
_STILL_LEVELS = 4.0
_MOVING_RATIO = 5.0
_LONGEST_FREEZE_S = 0.5
_GAP_INTERVALS = 1.5
_WORTH_A_WARNING = 0.05

_AROUND_S = 0.13
_FEWEST_AROUND = 4
_LEAP_RATIO = 1.3
"""In 24 recordings without cuts, at 25 to 60 pictures a second, a picture changed at most 1.2 times as much
as any around it, but for one on the street (1.7) and three of a camera in the hand (1.5 to 1.6).  Where 0.2
to 0.4 s were cut out of a treadmill recording it was mostly 1.5 to 3.6 times."""


class FaultTally:
    """Counts faults frame by frame; keeps one thumbnail, and two numbers per frame.

    A picture repeats the one before it where no cell of a 64-cell-wide thumbnail changes by more than 4 grey
    levels, the still stretch lasts at most 0.5 s, and the changes at both of its ends are at least five times
    as large: somebody moved on, only the picture did not.  A still scene is not a fault.
    Re-encoded repeats change by 2 to 7 levels in places, walkers by 15 to 150 (measured).

    A picture leaps where the whole thumbnail (root mean square) changes far more than at any frame around.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._thumbnail: NDArray[np.int16] | None = None
        self._changes = array("f")
        self._amounts = array("f")
        self._stalled = array("b")
        self._gaps: list[tuple[float, float]] = []
        self._after_gaps: list[int] = []
        self._last_s = 0.0

    def add(self, grey: Grey, time_s: float, stalled: bool) -> None:
        """Take in a frame's brightness; `stalled`: its time stamp repeated that of the frame before."""
        thumbnail = _thumbnail(grey)
        if self._thumbnail is None:
            self._changes.append(np.inf)
            self._amounts.append(np.inf)
        else:
            change = np.abs(thumbnail - self._thumbnail)
            self._changes.append(float(change.max()))
            self._amounts.append(float(np.sqrt(np.square(change, dtype=np.float32).mean())))
            if time_s - self._last_s > _GAP_INTERVALS * self._interval_s:
                self._gaps.append((self._last_s, time_s))
                self._after_gaps.append(len(self._stalled))
        self._stalled.append(stalled)
        self._thumbnail, self._last_s = thumbnail, time_s

    def result(self, warnings: list[str]) -> FrameFaults:
        """Return the faults of the frames so far, with `warnings` first."""
        changes = np.frombuffer(self._changes, dtype=np.float32).astype(float)
        longest = round(_LONGEST_FREEZE_S / self._interval_s) if self._interval_s else 0
        duplicate = repeated(changes, longest) | (np.frombuffer(self._stalled, dtype=np.int8) > 0)
        said = [*warnings, *self._sentences(duplicate)]
        leaped = leaps(np.frombuffer(self._amounts, dtype=np.float32).astype(float), self._around())
        return FrameFaults(duplicate, tuple(self._gaps), tuple(said), leaped & ~self._explained(duplicate))

    def _around(self) -> int:
        return (
            max(_FEWEST_AROUND, round(_AROUND_S / self._interval_s)) if self._interval_s else _FEWEST_AROUND
        )

    def _explained(self, duplicate: BoolArray) -> BoolArray:
        """(T,) whether a picture comes after repeated or missing ones: then more may well have changed."""
        late = np.zeros(len(duplicate), dtype=np.bool_)
        late[self._after_gaps] = True
        return np.asarray(late | duplicate | np.roll(duplicate, 1))

    def _sentences(self, duplicate: NDArray[np.bool_]) -> list[str]:
        taken = max(len(duplicate), 1)
        missing = sum(round((end_s - start_s) / self._interval_s) - 1 for start_s, end_s in self._gaps)
        sentences = []
        if duplicate.sum() > _WORTH_A_WARNING * taken:
            share = 100 * duplicate.sum() / taken
            sentences.append(f"{share:.0f} % of the frames only repeat the one before.")
        if missing > _WORTH_A_WARNING * (taken + missing):
            sentences.append(f"{100 * missing / (taken + missing):.0f} % of the frames are missing.")
        return sentences


def repeated(changes: NDArray[np.float64], longest: int) -> NDArray[np.bool_]:
    """Mark the frames (T,) that repeat the one before, from how much each one changed (T,).

    longest: frames of the longest freeze; longer stretches are a still scene.
    """
    marks = np.zeros(len(changes), dtype=bool)
    moving = np.flatnonzero(changes > _STILL_LEVELS)
    for before, after in pairwise(moving):
        still = changes[before + 1 : after]
        if 0 < len(still) <= longest:
            ends = min(changes[before], changes[after])
            marks[before + 1 : after] = ends >= _MOVING_RATIO * max(still.max(), 1.0)
    return marks


def leaps(amounts: FloatArray, around: int) -> BoolArray:
    """Mark the frames (T,) that changed far more than any of the `around` frames before and after them."""
    marks = np.zeros(len(amounts), dtype=np.bool_)
    for row in range(around + 1, len(amounts) - around):
        beside = max(amounts[row - around : row].max(), amounts[row + 1 : row + 1 + around].max())
        marks[row] = amounts[row] > _LEAP_RATIO * max(beside, 1e-3)
    return marks


def _thumbnail(grey: Grey) -> NDArray[np.int16]:
    step = max(1, grey.shape[1] // (5 * _CELLS))
    sparse = np.ascontiguousarray(grey[::step, ::step])
    size = (_CELLS, max(1, round(_CELLS * grey.shape[0] / grey.shape[1])))
    return np.asarray(cv2.resize(sparse, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
