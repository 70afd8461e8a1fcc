"""What a second task beside walking costs."""

from dataclasses import dataclass

from ..datatypes.assessment import Assessment, Quality, Verdict
from ..metrics.names import RATIO_SCALED
from ..metrics.quality import worst
from .comparability import judge_pairs, refuse_incomparable
from .level import Level, read_levels
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
    plain, loaded, verdicts = read_levels(single), read_levels(dual), judge_pairs(single, dual)
    return tuple(_cost(plain[key], loaded[key], verdicts[key]) for key in verdicts if key[0] in RATIO_SCALED)


def _cost(single: Level, dual: Level, against: Verdict) -> Cost:
    verdict = worst([single.verdict, dual.verdict, against])
    share = ratio_percent(dual, single) if verdict.quality != "withheld" else Ratio()
    cost = Ratio(share.value - 100, share.low - 100, share.high - 100)
    return Cost(single.metric, single.side, cost, verdict.quality, " ".join(verdict.reasons))
