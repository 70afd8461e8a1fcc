"""The progress page of a course: one self-contained HTML file, and every change as a table for programs."""

from typing import Any

import pandas as pd

from ..change import Change, Course, Step, symmetry_bounds
from ..datatypes import SIDES, Session, in_means
from ..metrics import title_of, unit_of
from ..results import marked_table
from ..system import number, today
from ..version import __version__
from .html import render
from .progress_charts import metric_charts, overlays, score_charts
from .progress_summary import affected_side, five_lines
from .progress_tables import NEWEST, Tables
from .texts import Texts, load_texts

COLUMNS = (
    "baseline",
    "followup",
    "day",
    "metric",
    "side",
    "unit",
    "baseline_value",
    "followup_value",
    "change",
    "ci95_low",
    "ci95_high",
    "detectable_change",
    "detectable_change_from",
    "outcome",
    "quality",
    "reason",
)


def render_progress(course: Course) -> str:
    """Return the page of a course as HTML: tables, trends, curves, and how to read them."""
    return render("progress.html.j2", **progress_content(course))


def progress_csv(course: Course) -> str:
    """Return the changes as CSV text, a row for each follow-up, metric and side; empty cell = not known.

    outcome: `more` or `less` beyond the minimal detectable change, `within` it, or `unknown`.
    """
    rows = [_row(course.baseline, step, change) for step in course.steps for change in step.changes]
    table = marked_table(pd.DataFrame(rows, columns=list(COLUMNS)))
    text: str = table.round(5).to_csv(index=False, lineterminator="\n", na_rep="")
    return text


def _row(baseline: Session, step: Step, change: Change) -> tuple[object, ...]:
    before = change.before
    return (
        baseline.name,
        step.session.name,
        step.session.day,
        before.metric,
        before.side,
        before.unit,
        before.value,
        change.after.value,
        change.difference.value,
        change.difference.low,
        change.difference.high,
        change.detectable.value,
        change.detectable.basis,
        change.outcome,
        change.quality,
        change.reason,
    )


def progress_content(course: Course) -> dict[str, Any]:
    """Return everything that the page of a course says, by the names in its templates."""
    texts = load_texts()
    tables = Tables(course, texts)
    sessions = [_session(number, one, texts) for number, one in enumerate(course.sessions)]
    return {
        "t": texts,
        "p": texts.progress,
        "course": course,
        "title_of": title_of,
        "unit_of": unit_of,
        "made_on": texts.progress.made_on.format(date=today().isoformat(), version=__version__),
        "sessions": sessions,
        "listed": sessions[1:][-NEWEST:],
        "lines": five_lines(course, texts),
        "affected": _affected(course, texts),
        "groups": tables.changes() if course.steps else {},
        "metric_charts": metric_charts(course),
        "score_charts": score_charts(course),
        "overlays": overlays(course.sessions),
        "dual": [(_day(effect.plain, texts), tables.costs(effect)) for effect in course.dual_task],
        "tired": [(_day(effect.plain, texts), tables.effects(effect)) for effect in course.tired],
        "drifts": tables.drifts(),
        "checklist": tables.checklist(),
        "checklist_words": _target_words(course, texts),
        "differences": [(n, "; ".join(step.differences)) for n, step in enumerate(course.steps, 1)],
        "left_out": [(_day(one, texts), one.name, why) for one, why in course.left_out],
        "footnotes": tables.footnotes.reasons,
        "sources": tables.sources,
        "newest": _day(course.sessions[-1], texts),
    }


def _session(number: int, session: Session, texts: Texts) -> dict[str, str]:
    words, conditions, assessment = texts.progress, session.conditions, session.assessment
    said = [
        words.sessions.tasks[conditions.task],
        words.sessions.states[conditions.state],
        conditions.shoes,
        conditions.aid,
    ]
    strides = in_means(assessment.strides)
    counts = (str(int((strides["side"] == side).sum())) for side in SIDES)
    return {
        "number": str(number),
        "kind": words.followup.format(number=number) if number else words.baseline,
        "day": _day(session, texts),
        "recording": "" if assessment.person.pseudonym else assessment.video.name,
        "conditions": ", ".join(word for word in said if word),
        "quality": words.sessions.verdicts[assessment.verdict.quality],
        "strides": " | ".join(counts),
    }


def _affected(course: Course, texts: Texts) -> str:
    side = affected_side(course)
    return texts.progress.summary.affected.format(side=texts.sides[side].lower()) if side else ""


def _day(session: Session, texts: Texts) -> str:
    return session.day.isoformat() if session.day else texts.progress.no_day


def _target_words(course: Course, texts: Texts) -> str:
    if course.target is None:
        return ""
    low, high = symmetry_bounds(course.target.percent)
    side = texts.sides[course.target.involved].lower()
    return texts.progress.checklist.explain.format(involved=side, low=number(low), high=number(high))
