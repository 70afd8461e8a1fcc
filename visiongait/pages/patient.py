"""The page for the person who walked: few numbers, everyday words, and how certain they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..datatypes import SIDES, Assessment, Finding, MetricEstimate, Person, Side
from ..metrics import unit_of
from ..system import number
from .texts import MeasureWords, Texts

WHOLE = ("walking_speed_m_per_s", "cadence_steps_per_min")
"""Given once, for both legs together."""

BY_LEG = (
    "step_length_m",
    "stance_percent",
    "peak_dorsiflexion_stance_deg",
    "foot_strike_angle_deg",
    "peak_knee_flexion_swing_deg",
)
"""Given for each leg."""

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
    """What the person who walked is told; `measures` is empty where nothing could be measured."""

    for_whom: str
    measures: tuple[PatientMeasure, ...]
    findings: tuple[str, ...]
    certainty: str
    next: str


def patient_page(
    assessment: Assessment, person: Person, findings: Iterable[Finding], texts: Texts
) -> PatientPage:
    """Choose what the person who walked is told, in everyday words.

    Numbers that were withheld are left out.  A finding that is uncertain is left to the conversation.
    """
    words, quality = texts.patient, assessment.verdict.quality
    for_whom = words.for_whom.format(name=person.pseudonym) if person.pseudonym else words.for_you
    if quality == "withheld":
        return PatientPage(for_whom, (), (), words.certainty[quality], words.next_withheld)
    sure = (_sentence(finding, texts) for finding in findings if finding.confidence == "certain")
    sentences = tuple(filter(None, dict.fromkeys(sure)))
    return PatientPage(
        for_whom, tuple(_measures(assessment, texts)), sentences, words.certainty[quality], words.next
    )


def _sentence(finding: Finding, texts: Texts) -> str:
    """Return a finding in everyday words; empty where there are none for its rule."""
    sentence = texts.patient.findings.get(finding.rule, "")
    return sentence.format(side=texts.patient.legs[finding.side])


def _measures(assessment: Assessment, texts: Texts) -> Iterator[PatientMeasure]:
    summary = assessment.estimates
    for metric in WHOLE:
        whole = summary.get(metric, "both")
        if whole.known:
            yield _whole(whole, texts)
    for metric in BY_LEG:
        legs = {side: summary.get(metric, side) for side in SIDES}
        known = {side: leg for side, leg in legs.items() if leg.known}
        if known:
            yield _by_leg(metric, known, texts)


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
