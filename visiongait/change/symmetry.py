"""The limb symmetry index against a target that the clinician sets: a checklist, never a decision."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..datatypes.assessment import Assessment, Quality
from ..datatypes.walk import Side, other
from ..metrics.quality import worst
from .level import Level, read_levels
from .ratio import Ratio, ratio_percent

Answer = Literal["within", "outside", "unclear", "unknown"]

LISTED = (
    "step_length_m",
    "step_length_per_height",
    "stance_time_s",
    "single_support_percent",
    "swing_time_s",
    "ankle_rom_deg",
)
"""Metrics of one leg whose zero means "nothing": an angle's zero is a convention, and has no shares."""


@dataclass(frozen=True)
class Item:
    """One line of the checklist.

    index: involved / uninvolved · 100; answer: whether its whole 95 % interval lies `within` the target,
    `outside`, or across a bound of it (`unclear`); `unknown` where a leg is withheld or has one stride.
    """

    metric: str
    involved: Level
    uninvolved: Level
    index: Ratio
    answer: Answer
    quality: Quality
    reason: str


def symmetry_bounds(target_percent: float) -> tuple[float, float]:
    """Return the range of the index that meets a target: 90 % is met from 90 to 111 % (= 100 / 0.9).

    More of the involved leg than of the other one is asymmetry as well.

    Raises
    ------
    ValueError
        If the target is not above 0 and at most 100 %.
    """
    if not 0 < target_percent <= 100:
        raise ValueError(f"target_percent: expected above 0 and at most 100, got {target_percent}")
    return target_percent, 100 * 100 / target_percent


def symmetry_checklist(assessment: Assessment, involved: Side, target_percent: float) -> tuple[Item, ...]:
    """Return the limb symmetry index of every listed metric, held against the target.

    Parameters
    ----------
    involved
        The injured or affected leg; the index is its number in per cent of the other leg's.
    target_percent
        The clinician's, such as 90; the program has none of its own.
    """
    bounds = symmetry_bounds(target_percent)
    levels = read_levels(assessment)
    return tuple(_item(levels[m, involved], levels[m, other(involved)], bounds) for m in LISTED)


def _item(involved: Level, uninvolved: Level, bounds: tuple[float, float]) -> Item:
    verdict = worst([involved.verdict, uninvolved.verdict])
    index = ratio_percent(involved, uninvolved)
    answer = _answer(index, bounds)
    reason = " ".join(verdict.reasons)
    return Item(involved.metric, involved, uninvolved, index, answer, verdict.quality, reason)


def _answer(index: Ratio, bounds: tuple[float, float]) -> Answer:
    low, high = bounds
    if not np.isfinite([index.low, index.high]).all():
        return "unknown"
    if low <= index.low and index.high <= high:
        return "within"
    return "outside" if index.high < low or index.low > high else "unclear"
