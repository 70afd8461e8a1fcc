"""Whether a change is for the better, where that is known."""

from typing import Literal

from ..change import Change
from ..datatypes import Assessment, MetricEstimate
from ..findings import find
from ..norms import pace_of, reference

Direction = Literal["better", "worse", "changed", "none", "unknown"]
"""Beyond the minimal detectable change for the better or the worse, or beyond it where neither is known; no
change shown; not to be decided."""


class Directions:
    """Tells of the changes from one assessment to another whether they are for the better.

    What stood out at first (`findings`) and moved back, or stands out now and moved there, says so;
    else, whether the whole interval came nearer to the range of comparable people, each session at its own
    pace, or went farther from it.  Where it lies within that range at both times, or there is none, nobody
    can say.
    """

    def __init__(self, before: Assessment, after: Assessment) -> None:
        self._sessions = before, after
        self._found = [{(one.metric, one.side): one.beyond for one in find(a)} for a in self._sessions]

    def of(self, change: Change) -> Direction:
        """Return what is known of one change."""
        plain = without_direction(change)
        if plain != "changed":
            return plain
        metric, more = change.before.metric, change.after.value > change.before.value
        key = metric, change.before.side
        was, now = (found.get(key, "") for found in self._found)
        if was and now and was != now:
            return "changed"
        if beyond := was or now:
            return _better(more == (beyond == "below"))
        away = [
            _outside(one, a) for one, a in zip((change.before, change.after), self._sessions, strict=True)
        ]
        if None in away or away[0] == away[1]:
            return "changed"
        return _better((away[1] or 0.0) < (away[0] or 0.0))


def without_direction(change: Change) -> Direction:
    """Return what is known of a change where better and worse mean nothing, as under another condition."""
    if change.quality == "withheld":
        return "unknown"
    kinds: dict[str, Direction] = {"more": "changed", "less": "changed", "within": "none"}
    return kinds.get(change.outcome, "unknown")


def _better(better: bool) -> Direction:
    return "better" if better else "worse"


def _outside(one: MetricEstimate, assessment: Assessment) -> float | None:
    """Return how far the whole interval lies outside the reference range; 0 if it touches it, or None."""
    usual = reference(one.metric, assessment.person, pace_of(assessment))
    if usual is None or not one.bounded:
        return None
    return max(usual.low - one.high, one.low - usual.high, 0.0)
