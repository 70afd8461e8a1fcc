"""The rules put to a walk: which of its numbers stand out, against what, and how certain that is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from ..change import error_sd
from ..datatypes import Assessment, Finding, MetricEstimate, Person, Reference, Side, Where
from ..norms import TYPICAL_HEIGHT_M, pace_of, reference
from .rules import RULES, Deviation, Rule, from_limit, from_other_leg, from_reference
from .wording import Case, doubts, source, statement, title


def find(
    assessment: Assessment,
    person: Person | None = None,
    language: str = "en",
    *,
    affected: Side | None = None,
) -> tuple[Finding, ...]:
    """Return what stands out in a walk; nothing where nothing does, or nothing could be measured.

    A number stands out where it lies further below the reference range for people of this age, sex and pace
    (which holds 95 % of them) than its own error explains, with its whole interval below a fixed limit, or
    below that of the other leg by more than the method's error explains (99 %).  The finding is `certain`
    only if the whole 95 % interval stands out, the number is not to be read with caution, and the reference
    values are of people of this age.  Withheld numbers are never looked at.  Intervals are those of the
    summary.  The affected leg, where it is known, comes first; then what lies most errors outside.

    Parameters
    ----------
    assessment
        The walk.
    person
        Decides the reference values; by default the one that the assessment remembers.
    language
        Of the statements, a file in `findings/languages/`.
    affected
        The leg that the recording was made for; None where nobody said.
    """
    person, pace, known = person or assessment.person, pace_of(assessment), numbers(assessment)
    found = []
    for rule in RULES:
        legs = {side: known.get((rule.metric, side)) for side in rule.sides}
        normal = reference(rule.metric, person, pace, language) if rule.reference else None
        found += [_judge(rule, side, legs, normal, language) for side in rule.sides]
    return tuple(sorted(filter(None, found), key=lambda one: (one.side != affected, -one.errors)))


def numbers(assessment: Assessment) -> Mapping[tuple[str, str], MetricEstimate]:
    """Return every number of a walk that may be looked at, by metric and side.

    Where the summary states no systematic error of a mean (lengths in body heights; landmarks of a network
    that was never calibrated), the limits of agreement of docs/validity.md stand in for it.  Where one
    stride has no interval, it is that of the method's error alone; such a number is always to be read with
    caution.
    """
    height_m = assessment.scale.height_m if assessment.scale else TYPICAL_HEIGHT_M
    return {
        key: _with_error(estimate, height_m)
        for key, estimate in assessment.estimates.items()
        if estimate.known and not estimate.withheld
    }


def _with_error(own: MetricEstimate, height_m: float) -> MetricEstimate:
    if not np.isnan(own.components.get("systematic", 0.0)):
        return own
    if not own.bounded:
        own = replace(own, low=own.value, high=own.value)
    sd = error_sd(own.metric, height_m)
    wider = own.adding("systematic", float(np.nan_to_num(sd)))
    return replace(wider, components={**wider.components, "systematic": sd})


def _judge(
    rule: Rule,
    side: Where,
    legs: Mapping[Where, MetricEstimate | None],
    normal: Reference | None,
    language: str,
) -> Finding | None:
    """Return the finding on one side, by the comparison that leaves least doubt."""
    own = legs[side]
    if own is None or own.n < rule.min_strides:
        return None
    other = next((leg for where, leg in legs.items() if where != side), None)
    cases = [Case(rule, side, own, other, one) for one in _deviations(own, other, rule, normal)]
    least_doubtful = min(
        cases, key=lambda case: (len(doubts(case, language)), -case.deviation.errors), default=None
    )
    return _finding(least_doubtful, language) if least_doubtful else None


def _deviations(
    own: MetricEstimate, other: MetricEstimate | None, rule: Rule, normal: Reference | None
) -> Iterator[Deviation]:
    """Yield each way in which the number stands out."""
    for deviation in (
        from_limit(own, rule),
        from_reference(own, normal, rule),
        from_other_leg(own, other, rule, normal),
    ):
        if deviation is not None:
            yield deviation


def _finding(case: Case, language: str) -> Finding:
    doubted = doubts(case, language)
    return Finding(
        rule=case.rule.key,
        side=case.side,
        statement=statement(case, language),
        metric=case.rule.metric,
        value=case.own.value,
        unit=case.own.unit,
        interval=case.own.interval,
        reference=case.deviation.reference,
        confidence="uncertain" if doubted else "certain",
        source=source(case, language),
        doubt=" ".join(doubted),
        title=title(case, language),
        beyond="above" if case.rule.more else "below",
        errors=case.deviation.errors,
    )
