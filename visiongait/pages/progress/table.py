"""Every change of a course as one table for other programs."""

import pandas as pd

from ...change import Change, Course
from ...change.course import Step
from ...datatypes.assessment import Session
from ...results.cells import marked_table

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


def progress_csv(course: Course) -> str:
    """Return the changes as CSV text, a row for each follow-up, metric and side; empty cell = not known.

    outcome: `more` or `less` beyond the least detectable change, `within` it, or `unknown`.
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
        change.change,
        change.low,
        change.high,
        change.detectable.value,
        change.detectable.basis,
        change.outcome,
        change.quality,
        change.reason,
    )
