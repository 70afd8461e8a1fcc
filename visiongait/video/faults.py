"""What is wrong with a recording's frames: repeated pictures, missing ones."""

from array import array
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ..datatypes.video import FrameFaults
from .picture import Grey

_CELLS = 64  # across the picture
_STILL_LEVELS = 4.0
_MOVING_RATIO = 5.0
_LONGEST_FREEZE_S = 0.5
_GAP_INTERVALS = 1.5
_WORTH_A_WARNING = 0.05


class FaultTally:
    """Counts faults frame by frame; keeps one thumbnail, and one number per frame.

    A picture repeats the one before it where no cell of a 64-cell-wide thumbnail changes by more than 4 grey
    levels, the still stretch lasts at most 0.5 s, and the changes at both of its ends are at least five times
    as large: somebody moved on, only the picture did not.  A still scene is not a fault.
    Re-encoded repeats change by 2 to 7 levels in places, walkers by 15 to 150 (measured).
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._thumbnail: NDArray[np.int16] | None = None
        self._changes = array("f")
        self._stalled = array("b")
        self._gaps: list[tuple[float, float]] = []
        self._last_s = 0.0

    def add(self, grey: Grey, time_s: float, stalled: bool) -> None:
        """Take in a frame's brightness; `stalled`: its time stamp repeated that of the frame before."""
        thumbnail = _thumbnail(grey)
        if self._thumbnail is None:
            self._changes.append(np.inf)
        else:
            self._changes.append(float(np.abs(thumbnail - self._thumbnail).max()))
            if time_s - self._last_s > _GAP_INTERVALS * self._interval_s:
                self._gaps.append((self._last_s, time_s))
        self._stalled.append(stalled)
        self._thumbnail, self._last_s = thumbnail, time_s

    def result(self, warnings: list[str]) -> FrameFaults:
        """Return the faults of the frames so far, with `warnings` first."""
        changes = np.frombuffer(self._changes, dtype=np.float32).astype(float)
        longest = round(_LONGEST_FREEZE_S / self._interval_s) if self._interval_s else 0
        duplicate = repeated(changes, longest) | (np.frombuffer(self._stalled, dtype=np.int8) > 0)
        said = [*warnings, *self._sentences(duplicate)]
        return FrameFaults(duplicate, tuple(self._gaps), tuple(said))

    def _sentences(self, duplicate: NDArray[np.bool_]) -> list[str]:
        taken = max(len(duplicate), 1)
        missing = sum(round((end_s - start_s) / self._interval_s) - 1 for start_s, end_s in self._gaps)
        sentences = []
        if duplicate.sum() > _WORTH_A_WARNING * taken:
            share = 100 * duplicate.sum() / taken
            sentences.append(f"{share:.0f} % of the pictures only repeat the one before.")
        if missing > _WORTH_A_WARNING * (taken + missing):
            sentences.append(f"{100 * missing / (taken + missing):.0f} % of the pictures are missing.")
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


def _thumbnail(grey: Grey) -> NDArray[np.int16]:
    step = max(1, grey.shape[1] // (5 * _CELLS))
    sparse = np.ascontiguousarray(grey[::step, ::step])
    size = (_CELLS, max(1, round(_CELLS * grey.shape[0] / grey.shape[1])))
    return np.asarray(cv2.resize(sparse, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
