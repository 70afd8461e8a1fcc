"""A course in five lines: what matters for this person first, and whether it became better or worse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..change import Change, Course
from ..datatypes import SIDES, Assessment, Side
from ..findings import find
from ..metrics import title_of
from .progress_direction import Direction, Directions
from .progress_tables import followed, sides_of
from .report_tables import interval_text, number_text
from .texts import Texts

MOST_LINES = 5


@dataclass(frozen=True)
class Line:
    """One measure: what it is, from where to where, how it changed in words, with the interval."""

    name: str
    values: str
    verdict: str
    direction: Direction
    change: str


def affected_side(course: Course) -> Side | None:
    """Return the leg that the complaint is about: as asked for, or as the newest session that says so."""
    if course.affected:
        return course.affected
    for session in reversed(course.sessions):
        said = session.assessment.person.affected_side
        if said == "left" or said == "right":
            return said
    return None


def five_lines(course: Course, texts: Texts) -> list[Line]:
    """Return the newest follow-up in at most five lines; none without a follow-up.

    What stood out at the baseline or stands out now comes first, of the affected leg before the other; then
    what changed by more than the minimal detectable change; then the measures that rehabilitation follows.
    """
    if not course.steps:
        return []
    step = course.steps[-1]
    changes = {_key(one): one for one in step.changes}
    chosen = [changes[key] for key in _in_order(course, changes) if _known(changes[key])]
    directions = Directions(course.baseline.assessment, step.session.assessment)
    return [_line(one, directions.of(one), texts) for one in chosen[:MOST_LINES]]


def _key(change: Change) -> tuple[str, str]:
    return change.before.metric, change.before.side


def _in_order(course: Course, changes: Mapping[tuple[str, str], Change]) -> list[tuple[str, str]]:
    """Return metrics with their sides, the most telling first, each once."""
    affected = affected_side(course)
    ends = (course.baseline, course.steps[-1].session)
    told = [key for one in ends for key in _stand_out(one.assessment, affected)]
    legs = sorted(SIDES, key=lambda side: side != affected)
    usual = [(metric, side) for side in (*legs, "both") for metric in followed() if side in sides_of(metric)]
    beyond = [key for key in usual if key in changes and changes[key].outcome in ("more", "less")]
    ordered = dict.fromkeys((*told, *beyond, *usual))
    return [key for key in ordered if key in changes]


def _stand_out(assessment: Assessment, affected: Side | None) -> Iterator[tuple[str, str]]:
    for finding in find(assessment, affected=affected):
        yield finding.metric, finding.side


def _known(change: Change) -> bool:
    return bool(np.isfinite([change.before.value, change.after.value]).all())


def _line(change: Change, where: Direction, texts: Texts) -> Line:
    words, metric = texts.progress.summary, change.before.metric
    side = texts.sides[change.before.side].lower()
    name = words.name.format(name=title_of(metric, texts.metrics), side=side)
    unit = texts.units.get(change.before.unit, "")
    unit = unit if unit in ("", "°") else f" {unit}"
    before, after = (number_text(one.value, metric) for one in (change.before, change.after))
    values = words.values.format(before=before, after=after, unit=unit)
    interval = interval_text(*change.difference.interval, metric, texts)
    said = words.change.format(change=number_text(change.difference.value, metric, plus=True), unit=unit)
    return Line(name, values, words.verdicts[where], where, f"{said} ({interval})" if interval else said)
