"""Sentences of the report about the recording and the method, filled in from an assessment."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from ..datatypes import SIDES, Assessment, Fact, PassSummary, Person, in_means
from ..system import day_of, number
from .texts import FactWords, Texts, Words

MIN_LISTED_S = 0.1
"""Shorter stretches that were left out are not worth a line on the page."""


def heading(assessment: Assessment, person: Person) -> str:
    """Return whose report it is: the pseudonym, or the recording's name where none was given."""
    return person.pseudonym or assessment.video.name


def made_on(assessment: Assessment, texts: Texts) -> str:
    """Return when and with which program the numbers were made."""
    made = assessment.provenance
    return texts.made_on.format(date=_day(made.created_utc), version=made.program_version)


def person_facts(assessment: Assessment, person: Person, test: str, texts: Texts) -> Iterator[Fact]:
    """Yield who was recorded, when and how; of the first few, what was not given is said to be so.

    test: the clinical test in words.
    """
    words = texts.person
    unknown = words.not_given
    yield Fact(words.pseudonym, person.pseudonym or unknown)
    age = words.years.format(age=f"{person.age_years:g}") if person.age_years is not None else unknown
    yield Fact(words.age, age)
    yield Fact(words.sex, words.sexes[person.sex] if person.sex else unknown)
    scale = assessment.scale
    yield Fact(words.stature, words.metres.format(height=f"{scale.height_m:.2f}") if scale else unknown)
    day = recorded_on(assessment, person)
    yield Fact(words.recorded, day.isoformat() if day else unknown)
    yield Fact(words.test, test)
    if person.affected_side:
        yield Fact(words.affected, words.affected_sides[person.affected_side])
    said = ("diagnosis", "aid", "orthosis", "shoes", "task", "clinician", "comment")
    yield from (Fact(getattr(words, name), text) for name in said if (text := getattr(person, name)))


def recorded_on(assessment: Assessment, person: Person) -> date | None:
    """Return the day of the recording: as somebody said, or as the file itself does; None if nobody knows."""
    if person.recorded_on:
        return person.recorded_on
    try:
        return day_of(assessment.video.filmed) if assessment.video.filmed else None
    except ValueError:
        return None


def facts(assessment: Assessment, person: Person, texts: Texts) -> Iterator[Fact]:
    """Yield what was recorded, of whom, from where; a file's name only where there is no pseudonym."""
    words = texts.facts
    yield Fact(words.recording, _recording(assessment, words, named=not person.pseudonym))
    yield Fact(words.view, _view(assessment, texts))
    yield Fact(words.subject, _subject(assessment, words))
    yield Fact(words.scale, _scale(assessment, words))
    if assessment.tables:
        return
    yield Fact(words.strides, words.stride_counts.format(**_stride_counts(assessment.strides)))


def left_out(assessment: Assessment, texts: Texts) -> Iterator[str]:
    """Yield which stretches of the recording were not measured, and why."""
    for out in assessment.left_out:
        if out.end_s - out.start_s >= MIN_LISTED_S:
            yield texts.left_out.format(start=f"{out.start_s:.1f}", end=f"{out.end_s:.1f}", why=out.reason)


def _day(instant: str) -> str:
    try:
        return day_of(instant).isoformat()
    except ValueError:
        return instant


def _subject(assessment: Assessment, words: FactWords) -> str:
    subject = assessment.subject
    if subject is None:
        return words.nobody
    return subject.reason


def _view(assessment: Assessment, texts: Texts) -> str:
    words = texts.facts.standing if assessment.tables else texts.facts.walking
    views = dict.fromkeys(_one_view(walk, words, texts) for walk in assessment.passes)
    return "; ".join(views) or (texts.table.none if assessment.tables else texts.facts.no_pass)


def _one_view(walk: PassSummary, going: Words, texts: Texts) -> str:
    words = texts.facts
    facing = texts.sides[walk.facing].lower()
    parts = [words.on_treadmill.format(facing=facing) if walk.treadmill else going[walk.facing]]
    parts.append(words.near_leg.format(side=texts.sides[walk.near_side].lower()))
    known = walk.view_angle_deg is not None
    parts.append(
        words.angle_known.format(degrees=round(walk.view_angle_deg or 0)) if known else words.angle_unknown
    )
    if walk.camera_compensated:
        parts.append(words.compensated)
    return ", ".join(parts)


def _recording(assessment: Assessment, words: FactWords, *, named: bool) -> str:
    video = assessment.video
    parts = [
        *([video.name] if named else []),
        words.frame_rate.format(fps=f"{video.nominal_fps:.4g}"),
        words.size.format(width=video.width_px, height=video.height_px),
    ]
    if video.duration_s is not None:
        parts.append(words.duration.format(seconds=f"{video.duration_s:.1f}"))
    if video.slowmo_factor != 1:
        parts.append(words.slowmo.format(factor=f"{video.slowmo_factor:g}"))
    return ", ".join(parts)


def _scale(assessment: Assessment, words: FactWords) -> str:
    scale = assessment.scale
    if scale is None:
        return words.scale_unknown
    percent = f"{100 * scale.relative_sd:.1f}"
    return words.scale_known.format(height=f"{scale.height_m:.2f}", percent=percent)


def _stride_counts(strides: pd.DataFrame) -> dict[str, int]:
    valid = in_means(strides)
    return {side: int((valid["side"] == side).sum()) for side in SIDES}


def method(assessment: Assessment, texts: Texts) -> Iterator[str]:
    """Yield how the numbers were made, one sentence each."""
    words, made = texts.method, assessment.provenance
    weights = ", ".join(f"{name} {sha[:8]}" for name, sha in made.weights_sha256.items()) or "–"
    yield words.pose.format(backend=made.backend, weights=weights)
    if (cutoff := assessment.processing.get("cutoff_hz")) is not None:
        yield words.filter.format(cutoff=f"{cutoff:g}")
    if (correction := assessment.processing.get("leg_correction")) is not None:
        yield words.correction.format(name=correction["name"], sha=correction["sha256"][:8])
    for side, zero in assessment.ankle_zero.items():
        yield words.zero[zero.method].format(
            side=texts.sides[side],
            samples=zero.samples,
            offset=number(zero.offset_deg, 1),
            spread=number(zero.spread_deg, 1),
        )
    if len(assessment.events):
        yield words.events.format(methods=", ".join(sorted(set(assessment.events["method"]))))
    if masked := _masked(assessment.summary):
        yield words.masked.format(**masked)
    if len(assessment.strides):
        yield words.signs
    yield words.versions.format(
        packages=", ".join(f"{name} {version}" for name, version in made.packages.items())
    )


def _masked(summary: pd.DataFrame) -> dict[str, str]:
    rows = summary[(summary["metric"] == "masked_frames_percent") & summary["side"].isin(SIDES)]
    shares = {str(row["side"]): f"{row['value']:.0f}" for row in rows.to_dict("records")}
    return shares if set(shares) == set(SIDES) else {}
