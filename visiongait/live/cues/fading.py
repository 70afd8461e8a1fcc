"""Cues become rarer while the target is held, and come back when it is lost.

Feedback after every trial helps while it lasts, but learners come to lean on it; given less often as they
improve, more is kept (Winstein 1991, Phys Ther 71:140, a review).  The steps below are this program's own.
"""

EVERY = (1, 2, 4)
"""A cue after every stride, then after every second, then after every fourth."""

HELD_IN_A_ROW = 5
"""Strides reached in a row after which cues become rarer."""

LOST_IN_A_ROW = 2
"""Strides missed in a row after which every stride has its cue again."""


class Fader:
    """Tells of each judgement whether it is given to the patient."""

    def __init__(self, *, fading: bool) -> None:
        self._last_level = len(EVERY) - 1 if fading else 0
        self._level = 0
        self._reached = self._missed = self._silent = 0

    @property
    def strength(self) -> float:
        """How plainly the cue is shown: 1 after every stride, less the rarer it is."""
        return float(EVERY[self._level] ** -0.5)

    def given(self, reached: bool) -> bool:
        """Take one judgement; return whether the patient is told."""
        self._reached, self._missed = (self._reached + 1, 0) if reached else (0, self._missed + 1)
        if self._missed >= LOST_IN_A_ROW:
            self._level = 0
        told = self._silent + 1 >= EVERY[self._level]
        self._silent = 0 if told else self._silent + 1
        if self._reached and self._reached % HELD_IN_A_ROW == 0:
            self._level = min(self._level + 1, self._last_level)
        return told
