"""One number as a percentage of another, with the interval of that."""

from dataclasses import dataclass

import numpy as np

from .level import Level


@dataclass(frozen=True)
class Ratio:
    """`value` in per cent, with its 95 % interval; NaN where a part is withheld or not above zero."""

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan


def ratio_percent(part: Level, whole: Level) -> Ratio:
    """Return 100 · part / whole of two levels above zero.

    The interval is that of the logarithm (delta method): the relative half-widths of both, added as squares.
    NaN bounds where a mean has no interval.
    """
    if not (part.value > 0 and whole.value > 0):
        return Ratio()
    value = 100 * part.value / whole.value
    spread = float(np.hypot(_relative(part), _relative(whole)))
    return Ratio(value, value * float(np.exp(-spread)), value * float(np.exp(spread)))


def _relative(level: Level) -> float:
    return 0.5 * (level.high - level.low) / level.value
