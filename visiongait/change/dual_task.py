"""What a second task beside walking costs."""

from dataclasses import dataclass

from ..datatypes.assessment import Assessment, Quality
from ..datatypes.walk import SIDES
from ..metrics.names import RATIO_SCALED
from ..metrics.quality import worst
from .comparability import Pair, judge_pair, refuse_incomparable
from .level import read_level
from .ratio import Ratio, ratio_percent


@dataclass(frozen=True)
class Cost:
    """The dual-task effect on one metric of one side, in per cent of the single task."""

    metric: str
    side: str
    percent: Ratio
    quality: Quality
    reason: str


def dual_task_costs(single: Assessment, dual: Assessment) -> tuple[Cost, ...]:
    """Return (dual − single) / single · 100 of every metric whose zero means "nothing", for each side.

    Plummer & Eskes 2015 (Front Hum Neurosci 9:225).  The sign says more or less, not better or worse: less
    speed is −, longer stride time +.  How well the second task itself was done is not known here, and a
    person may slow down to do it better.

    Raises
    ------
    UsageError
        If the two are of two people, or the same recording.
    """
    refuse_incomparable(single, dual)
    return tuple(_cost(single, dual, metric, side) for metric in RATIO_SCALED for side in (*SIDES, "both"))


def _cost(single: Assessment, dual: Assessment, metric: str, side: str) -> Cost:
    levels = [read_level(one, metric, side) for one in (single, dual)]
    finding = worst([*(level.finding for level in levels), judge_pair(Pair(metric, side, single, dual))])
    share = ratio_percent(levels[1], levels[0]) if finding.quality != "withheld" else Ratio()
    cost = Ratio(share.value - 100, share.low - 100, share.high - 100)
    return Cost(metric, side, cost, finding.quality, " ".join(finding.reasons))
