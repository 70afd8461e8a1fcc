"""The page for the person who walked: few numbers, everyday words, and how certain they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..datatypes import (
    SIDES,
    Assessment,
    Finding,
    MetricEstimate,
    Person,
    Reference,
    Side,
    Summary,
    Where,
)
from ..metrics import unit_of
from ..system import number
from .facts import recorded_on
from .texts import MeasureWords, Texts

WHOLE = ("walking_speed_m_per_s", "cadence_steps_per_min")
"""The first of them that is known is given, for both legs together."""

BY_LEG = ("foot_strike_angle_deg", "step_length_m", "peak_knee_flexion_swing_deg")
"""Given for each leg, after those that a finding is about."""

MOST_BY_LEG, MOST_GOOD = 3, 3

SHOWN_FOR: Mapping[str, str] = {
    "plantarflexed_contact": "foot_strike_angle_deg",
    "low_foot_contact": "foot_strike_angle_deg",
    "limited_dorsiflexion_stance": "peak_dorsiflexion_stance_deg",
    "stiff_knee_swing": "peak_knee_flexion_swing_deg",
    "step_length_asymmetry": "step_length_m",
    "stance_asymmetry": "stance_percent",
}
"""The measure that shows what a finding is about, by its rule."""

INSTANT: Mapping[str, str] = {
    "swing_dorsiflexion_deficit": "mid_swing",
    "low_toe_clearance": "mid_swing",
    "stiff_knee_swing": "mid_swing",
    "limited_dorsiflexion_stance": "heel_rise",
    "early_heel_rise": "heel_rise",
    "reduced_shank_progression": "mid_stance",
    "knee_hyperextension": "mid_stance",
}
"""The picture that shows what a finding is about; initial contact for all others."""

EVERYDAY: Mapping[str, tuple[float, int]] = {"m": (100, 0), "m/s": (3.6, 1)}
"""Factor and decimals of a unit in everyday life: centimetres and km/h; others are rounded to wholes."""


@dataclass(frozen=True)
class Bar:
    """One leg's value as words, and its length as a share of the longer bar (0 to 1)."""

    side: Side
    name: str
    text: str
    share: float


@dataclass(frozen=True)
class PatientMeasure:
    """One thing that was measured: what it is called, what it means, and its value or its two bars."""

    name: str
    explain: str
    text: str
    bars: tuple[Bar, ...]
    rough: bool


@dataclass(frozen=True)
class PatientPage:
    """What the person who walked is told; `measures` is empty where nothing could be measured.

    good: what is as expected; findings, perhaps: what stood out, for certain and not; questions: what to ask;
    instant: which of the pictures to show.
    """

    for_whom: str
    recorded: str
    measures: tuple[PatientMeasure, ...]
    good: tuple[str, ...]
    findings: tuple[str, ...]
    perhaps: tuple[str, ...]
    certainty: str
    next: str
    questions: tuple[str, ...]
    instant: str = "foot_strike"


def patient_page(
    assessment: Assessment,
    person: Person,
    findings: Sequence[Finding],
    references: Mapping[str, Reference],
    texts: Texts,
) -> PatientPage:
    """Choose what the person who walked is told, in everyday words.

    It follows the findings, the same that the report has.  Numbers that were withheld are left out.
    """
    words, quality = texts.patient, assessment.verdict.quality
    for_whom = words.for_whom.format(name=person.pseudonym) if person.pseudonym else words.for_you
    day = recorded_on(assessment, person)
    recorded = words.recorded.format(day=day.isoformat()) if day else ""
    if quality == "withheld":
        return PatientPage(
            for_whom, recorded, (), (), (), (), words.certainty[quality], words.next_withheld, ()
        )
    certain = [finding for finding in findings if finding.confidence == "certain"]
    uncertain = [finding for finding in findings if finding.confidence == "uncertain"]
    return PatientPage(
        for_whom,
        recorded,
        tuple(_measures(assessment, findings, texts)),
        tuple(_good(assessment, findings, references, texts))[:MOST_GOOD],
        _sentences(certain, texts),
        _sentences(uncertain, texts),
        words.certainty[quality],
        words.next,
        words.questions,
        INSTANT.get(findings[0].rule, "foot_strike") if findings else "foot_strike",
    )


def _sentences(findings: Iterable[Finding], texts: Texts) -> tuple[str, ...]:
    """Return findings in everyday words, each once; none of a rule without such words."""
    patterns = ((texts.patient.findings.get(one.rule, ""), one) for one in findings)
    told = (pattern.format(side=texts.patient.legs[one.side]) for pattern, one in patterns if pattern)
    return tuple(dict.fromkeys(told))


def _good(
    assessment: Assessment, findings: Sequence[Finding], references: Mapping[str, Reference], texts: Texts
) -> Iterator[str]:
    """Yield what is as expected: in the reference range with both legs, and part of no finding."""
    found = {finding.metric for finding in findings}
    for metric, sentence in texts.patient.good.items():
        usual = references.get(metric)
        legs = [assessment.estimates.get(metric, side) for side in SIDES]
        if (
            usual is not None
            and metric not in found
            and all(usual.low <= leg.value <= usual.high for leg in legs)
        ):
            yield sentence


def _measures(assessment: Assessment, findings: Sequence[Finding], texts: Texts) -> Iterator[PatientMeasure]:
    summary = assessment.estimates
    whole = next((metric for metric in WHOLE if _known(summary, metric)), None)
    if whole is not None:
        yield _whole(summary.get(whole, "both"), texts)
    told = [SHOWN_FOR[finding.rule] for finding in findings if finding.rule in SHOWN_FOR]
    shown = [metric for metric in dict.fromkeys((*told, *BY_LEG)) if _known(summary, metric)]
    for metric in shown[:MOST_BY_LEG]:
        legs = {side: summary.get(metric, side) for side in SIDES}
        yield _by_leg(metric, {side: leg for side, leg in legs.items() if leg.known}, texts)


def _known(summary: Summary, metric: str) -> bool:
    sides: tuple[Where, ...] = ("both",) if metric in WHOLE else SIDES
    return any(summary.get(metric, side).known for side in sides)


def _whole(whole: MetricEstimate, texts: Texts) -> PatientMeasure:
    words = texts.patient.measures[whole.metric]
    return PatientMeasure(words.name, words.explain, _value(whole, words), (), whole.quality != "ok")


def _by_leg(metric: str, legs: Mapping[Side, MetricEstimate], texts: Texts) -> PatientMeasure:
    words = texts.patient.measures[metric]
    longest = max(abs(leg.value) for leg in legs.values()) or 1.0
    bars = tuple(
        Bar(side, texts.sides[side], _value(leg, words), max(leg.value, 0.0) / longest)
        for side, leg in legs.items()
    )
    rough = any(leg.quality != "ok" for leg in legs.values())
    return PatientMeasure(words.name, words.explain, "", bars, rough)


def _value(one: MetricEstimate, words: MeasureWords) -> str:
    factor, decimals = EVERYDAY.get(unit_of(one.metric), (1.0, 0))
    return words.value.format(value=number(one.value * factor, decimals))
