"""What the terminal shows: of an assessment, for people or programs, and of a course."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..system import printable

if TYPE_CHECKING:
    from ..change import Change, Cost, Course, Item
    from ..datatypes import Assessment, MetricEstimate, Session, Summary


CARE = "*"
LEGEND = (
    "▲ higher, ▼ lower than at baseline by more than the minimal detectable change; · within it;"
    f" ? undetermined; {CARE} interpret with caution"
)


def course_table(course: "Course") -> str:
    """Return the changes of every follow-up, with 95 % intervals, as lines of text."""
    return "\n".join(_lines(course))


def _lines(course: "Course") -> Iterator[str]:
    yield f"{course.subject}: baseline {_words(course.baseline)}"
    for number, step in enumerate(course.steps, 1):
        yield f"\nFollow-up {number}: {_words(step.session)}"
        yield from (f"  also different: {what}" for what in step.differences)
        yield from (_change(change) for change in step.changes if _shown(change.before))
    for effect in course.dual_task:
        yield f"\nDual-task cost, {_words(effect.loaded)}: (dual − single) / single"
        yield from (_cost(cost) for cost in effect.costs if _shown(cost))
    for effect in course.tired:
        yield f"\nFatigued versus fresh, {_words(effect.loaded)}"
        yield from (_change(change) for change in effect.changes if _shown(change.before))
    if course.checklist:
        yield f"\nLimb symmetry of {_words(course.sessions[-1])}: a checklist, never a decision"
        yield from (_item(item) for item in course.checklist)
    yield from (f"\nNot used: {_words(session)}: {why}" for session, why in course.left_out)
    yield f"\n{LEGEND}"


def _words(session: "Session") -> str:
    return f"{session.day} ({session.name})" if session.day else session.name


def _shown(of: "MetricEstimate | Cost") -> bool:
    from ..pages import is_followed

    return is_followed(of)


def _head(metric: str, side: str) -> str:
    from ..metrics import title_of, unit_of
    from ..pages import load_texts

    texts = load_texts()
    unit = texts.units.get(unit_of(metric), "")
    name = f"{title_of(metric, texts.metrics)}{f' ({unit})' if unit else ''}"
    return f"  {name:<38}{texts.sides[side] if side else '':<7}"


def _change(change: "Change") -> str:
    from ..pages import interval_text, load_texts, number_text

    metric, texts = change.before.metric, load_texts()
    head = _head(metric, change.before.side)
    if not change.difference.known:
        return f"{head}withheld: {change.reason}"
    values = f"{number_text(change.before.value, metric)} → {number_text(change.after.value, metric)}"
    mark = texts.progress.marks[change.outcome]
    span = interval_text(*change.difference.interval, metric, texts) or "no interval"
    care = CARE if change.quality == "caution" else ""
    size = number_text(change.difference.value, metric, plus=True)
    return f"{head}{values:<16}{size:>6} ({span}) {mark}{care}"


def _cost(cost: "Cost") -> str:
    from ..pages import percent_with_interval

    known = cost.percent.value == cost.percent.value
    return _head(cost.metric, cost.side) + (
        percent_with_interval(cost) if known else f"withheld: {cost.reason}"
    )


def _item(item: "Item") -> str:
    from ..pages import index_with_interval, load_texts

    answer = load_texts().progress.checklist.answers[item.answer]
    return f"{_head(item.metric, '')}{index_with_interval(item)}, target {answer}"


COLUMNS = ("left", "right", "both")
NOT_MEASURED = "–"


def assessment_table(assessment: "Assessment") -> str:
    """Return the short table; a star marks a number that needs caution, and the reasons follow."""
    from ..assessments import clinical_test

    summary = assessment.estimates
    lines = [_line("", COLUMNS)]
    for metric, words in clinical_test(assessment.test).headline.items():
        cells = [_cell(summary, metric, side) for side in COLUMNS]
        if set(cells) - {"", NOT_MEASURED}:
            lines.append(_line(words, cells))
    if any(CARE in line for line in lines):
        reasons = assessment.verdict.reasons or _reasons(summary)
        lines += [f"{CARE} Interpret with caution:", *(f"  {reason}" for reason in reasons)]
    return "\n".join([*lines, *assessment.video.notes])


def _reasons(summary: "Summary") -> list[str]:
    """Return why single numbers need caution, each reason once, the first three."""
    found = dict.fromkeys(one.caution for _, one in summary.items() if one.quality == "caution")
    return list(found)[:3]


def _line(words: str, cells: Sequence[str]) -> str:
    return "".join([f"{words:<34}", *(f"{cell:<9}" for cell in cells)]).rstrip()


def _cell(summary: "Summary", metric: str, side: str) -> str:
    if (metric, side) not in summary:
        return ""
    one = summary[metric, side]
    if not one.known:
        return NOT_MEASURED
    return f"{one.value:.{2 if one.unit == 'm/s' else 1}f}{CARE if one.quality != 'ok' else ''}"


def json_line(video: Path, folder: Path, assessment: "Assessment") -> str:
    """Return verdict and summary as one line of JSON; what was not measured is null."""
    content = {
        "video": printable(video),
        "folder": printable(folder),
        "test": assessment.test,
        "schema_version": assessment.schema_version,
        "quality": assessment.verdict.quality,
        "reasons": list(assessment.verdict.reasons),
        "notes": list(assessment.notes),
        "summary": json.loads(assessment.summary.to_json(orient="records", double_precision=10)),
        "notice": assessment.notice,
    }
    return json.dumps(content, ensure_ascii=False)
