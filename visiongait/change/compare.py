"""What changed between two sessions of one person, metric by metric, and what counts as a change."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ..datatypes import Assessment, Estimate, MetricEstimate, Quality, Verdict, difference
from ..metrics import METRICS, worst
from .comparability import judge_pairs, refuse_incomparable
from .reliability import minimal_detectable_change
from .session_means import session_means

Outcome = Literal["more", "less", "within", "unknown"]

OWN = "stride and pass variability in these recordings, and the program's measured error"


@dataclass(frozen=True)
class Detectable:
    """A minimal detectable change (95 %) in the metric's unit, and where it comes from, in words."""

    value: float
    basis: str


NO_DETECTABLE = Detectable(np.nan, "")


@dataclass(frozen=True)
class Change:
    """How one metric of one side changed.

    difference: after − before with its 95 % interval, in the metric's unit, NaN where either is withheld;
    detectable: the minimal detectable change; outcome: `more` or `less` beyond that, `within` it, or
    `unknown` where there is no interval, or it holds 0 although the change is beyond.  Whether more is better
    is the clinician's to say.
    quality and reason: the worst of both sessions and of comparing them.
    """

    before: MetricEstimate
    after: MetricEstimate
    quality: Quality
    reason: str
    difference: Estimate = field(default_factory=Estimate)
    detectable: Detectable = NO_DETECTABLE
    outcome: Outcome = "unknown"


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Return the change of every metric and side (`left`, `right`, `both`) from one assessment to another.

    The 95 % interval of a change puts the intervals of both means together (`difference`), which hold the
    error from session to session (`session_means`).

    Raises
    ------
    UsageError
        If they are of two people, or the same recording.
    """
    refuse_incomparable(before, after)
    first, then, verdicts = session_means(before), session_means(after), judge_pairs(before, after)
    return tuple(_change(first[key], then[key], verdicts[key]) for key in verdicts)


def _change(first: MetricEstimate, then: MetricEstimate, against: Verdict) -> Change:
    verdict = worst([first.verdict, then.verdict, against])
    reason = " ".join(verdict.reasons)
    if verdict.quality == "withheld":
        return Change(first, then, verdict.quality, reason)
    change, detectable = difference(first, then), detectable_change(first, then)
    return Change(
        first, then, verdict.quality, reason, change, detectable, _outcome(change, detectable.value)
    )


def _outcome(change: Estimate, detectable: float) -> Outcome:
    if not change.bounded or not np.isfinite(detectable):
        return "unknown"
    if abs(change.value) <= detectable:
        return "within"
    if change.low <= 0 <= change.high:
        return "unknown"
    return "more" if change.value > 0 else "less"


def detectable_change(before: MetricEstimate, after: MetricEstimate) -> Detectable:
    """Return the minimal detectable change between two sessions: the published one, where there is one.

    Where the two recordings' own error is larger than what was published with a better instrument, or nothing
    was, their own counts: 1.96 · √2 · SEM, with the SEM of both from the scatter of strides and passes and
    the product's error (`Estimate.sem`).  NaN where a session has one stride only, or that error is not
    known.
    """
    own = minimal_detectable_change(float(np.sqrt(0.5 * (before.sem**2 + after.sem**2))))
    published = published_change(before.metric, before.value)
    if np.isnan(own):
        return NO_DETECTABLE
    if published is None or own > published.value:
        return Detectable(own, OWN)
    return Detectable(published.value, f"{published.source}; {published.population}")


@dataclass(frozen=True)
class Published:
    """A published minimal detectable change (95 %), in the metric's unit, and of whom."""

    value: float
    source: str
    population: str


LEWEK = "Lewek & Sykes 2019, J Neurol Phys Ther 43:2"
LEWEK_LIMITS = ((0.4, 0.10), (0.8, 0.15), (float("inf"), 0.18))
"""Comfortable speed below this (m/s): minimal detectable change (m/s); 76 people in two visits."""

WILKEN = "Wilken et al. 2012, Gait Posture 35:301"
WILKEN_DEG = 5.0
"""29 adults in two visits: "changes greater than approximately 5°" of gait kinematics can be identified."""


def _speed(baseline_m_per_s: float) -> Published | None:
    for below, value in LEWEK_LIMITS:
        if baseline_m_per_s < below:
            return Published(value, LEWEK, "people after stroke with a similar walking speed")
    return None


def published_change(metric: str, baseline: float) -> Published | None:
    """Return the published minimal detectable change of a metric at this baseline value; None without one.

    It says by how much the gait of people varies from day to day, measured well; a less exact instrument
    cannot detect less.
    """
    if metric == "walking_speed_m_per_s":
        return _speed(baseline)
    angle = metric in METRICS and METRICS[metric].unit == "deg"
    return Published(WILKEN_DEG, WILKEN, "healthy young adults, marker system") if angle else None
