"""The rules put to a walk."""

from collections.abc import Iterator

from ..datatypes.assessment import Assessment
from ..datatypes.finding import Finding, Reference, Where
from ..datatypes.options import Person
from ..norms import pace_of, reference
from .contrast import Contrast, against_limit, against_other_leg, against_usual
from .measured import Measured, numbers
from .rules import RULES, Rule
from .wording import Case, doubts, source, statement, title


def find(assessment: Assessment, person: Person | None = None, language: str = "en") -> tuple[Finding, ...]:
    """Return what stands out in a walk; nothing where nothing does, or nothing could be measured.

    A number stands out where it is less than usual for people of this age, sex and pace (outside the range
    that holds 95 % of them), less than a fixed limit, or less than in the other leg by more than the method's
    error explains (99 %).  The finding is `sure` only if its whole 95 % interval stands out, the number is
    not to be read with caution, and the reference values are of people of this age.  Withheld numbers are
    never looked at.

    Parameters
    ----------
    assessment
        The walk.
    person
        Decides the reference values; by default the one that the assessment remembers.
    language
        Of the statements, a file in `findings/texts/`.
    """
    person, pace, known = person or assessment.person, pace_of(assessment), numbers(assessment)
    found = []
    for rule in RULES:
        legs = {side: known.get((rule.metric, side)) for side in rule.sides}
        usual = reference(rule.metric, person, pace, language) if rule.usual else None
        found += [_judge(rule, side, legs, usual, language) for side in rule.sides]
    return tuple(finding for finding in found if finding is not None)


def _judge(
    rule: Rule, side: Where, legs: dict[Where, Measured | None], usual: Reference | None, language: str
) -> Finding | None:
    """Return the finding on one side, by the comparison that leaves least doubt."""
    own = legs[side]
    if own is None or own.n < rule.least_n:
        return None
    other = next((leg for where, leg in legs.items() if where != side), None)
    cases = [Case(rule, side, own, other, contrast) for contrast in _contrasts(own, other, rule, usual)]
    least_doubtful = min(cases, key=lambda case: len(doubts(case, language)), default=None)
    return _finding(least_doubtful, language) if least_doubtful else None


def _contrasts(
    own: Measured, other: Measured | None, rule: Rule, usual: Reference | None
) -> Iterator[Contrast]:
    """Yield each way in which the number stands out."""
    for contrast in (
        against_limit(own, rule),
        against_usual(own, usual, rule),
        against_other_leg(own, other, rule, usual),
    ):
        if contrast is not None:
            yield contrast


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
        reference=case.contrast.reference,
        confidence="uncertain" if doubted else "sure",
        source=source(case, language),
        doubt=" ".join(doubted),
        title=title(case, language),
    )
