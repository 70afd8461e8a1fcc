"""What the terminal shows: of an assessment, for people or programs, and of a course."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..system import printable

if TYPE_CHECKING:
    from ..change import Change, Cost, Course, Item
    from ..datatypes import Assessment, MetricEstimate, Session, Summary, Where


CARE = "*"
LEGEND = (
    "✓ better, ✗ worse, ≠ changed by more than the minimal detectable change; · within it;"
    f" ? undetermined; {CARE} interpret with caution"
)


def course_table(course: "Course") -> str:
    """Return the changes of every follow-up, with 95 % intervals, as lines of text."""
    return "\n".join(_lines(course))


def _lines(course: "Course") -> Iterator[str]:
    from ..pages import Directions, five_lines, load_texts, without_direction

    yield f"{course.subject}: baseline {_words(course.baseline)}"
    for line in five_lines(course, load_texts()):
        yield f"  {line.verdict.upper()}: {line.name} {line.values}, {line.change}"
    for number, step in enumerate(course.steps, 1):
        yield f"\nFollow-up {number}: {_words(step.session)}"
        yield from (f"  also different: {what}" for what in step.differences)
        directions = Directions(course.baseline.assessment, step.session.assessment)
        yield from (_change(one, directions.of(one)) for one in step.changes if _shown(one.before))
    for effect in course.dual_task:
        yield f"\nDual-task cost, {_words(effect.loaded)}: (dual − single) / single"
        yield from (_cost(cost) for cost in effect.costs if _shown(cost))
    for effect in course.tired:
        yield f"\nFatigued versus fresh, {_words(effect.loaded)}"
        yield from (_change(one, without_direction(one)) for one in effect.changes if _shown(one.before))
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


def _change(change: "Change", direction: str) -> str:
    from ..pages import interval_text, load_texts, number_text

    metric, texts = change.before.metric, load_texts()
    head = _head(metric, change.before.side)
    if not change.difference.known:
        return f"{head}withheld: {change.reason}"
    values = f"{number_text(change.before.value, metric)} → {number_text(change.after.value, metric)}"
    mark = texts.progress.marks[direction]
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


COLUMNS: tuple["Where", ...] = ("left", "right", "both")
NOT_MEASURED = "–"
UNKNOWN = {"", NOT_MEASURED}
MOST_FINDINGS = 5
DECIMALS = {"m/s": 2, "m": 3}
"""Of a unit in the short table; 1 of all others."""


def assessment_table(assessment: "Assessment") -> str:
    """Return what stands out and the short table; a star marks what needs caution, and the reasons follow."""
    from ..assessments import clinical_test

    summary, headline = assessment.estimates, clinical_test(assessment.test).headline
    shown = {metric: [_cell(summary, metric, side) for side in COLUMNS] for metric in headline}
    lines = [] if assessment.tables else list(_finding_lines(assessment))
    lines.append(_line("", COLUMNS))
    lines += [_line(headline[metric], cells) for metric, cells in shown.items() if set(cells) - UNKNOWN]
    reasons = _reasons(assessment, shown)
    if reasons:
        lines += [f"{CARE} Interpret with caution:", *(f"  {reason}" for reason in reasons)]
    return "\n".join([*lines, *assessment.video.notes])


def _finding_lines(assessment: "Assessment") -> Iterator[str]:
    """Yield the findings, the clearest first, as the report has them."""
    from ..findings import find
    from ..pages import load_texts
    from ..system import sentences

    words = load_texts().findings
    found = find(assessment)
    if not found:
        yield words.none
    for finding in found[:MOST_FINDINGS]:
        doubt = f" [{words.uncertain}]" if finding.confidence == "uncertain" else ""
        yield f"• {finding.title}{doubt}: {sentences(finding.statement)[0]}"
    if len(found) > MOST_FINDINGS:
        yield f"  … and {len(found) - MOST_FINDINGS} more in the report"


def _reasons(assessment: "Assessment", shown: Mapping[str, Sequence[str]]) -> list[str]:
    """Return why numbers of the table need caution: each sentence once, what to do about it last."""
    from ..metrics import FILMING_ADVICE
    from ..system import sentences

    summary = assessment.estimates
    found = list(assessment.verdict.reasons)
    for metric, cells in shown.items():
        found += [
            summary[metric, side].reason
            for side, cell in zip(COLUMNS, cells, strict=True)
            if cell.endswith(CARE)
        ]
    each = dict.fromkeys(sentence for reason in found for sentence in sentences(reason))
    return sorted(each, key=lambda sentence: sentence in FILMING_ADVICE)


def _line(words: str, cells: Sequence[str]) -> str:
    return "".join([f"{words:<34}", *(f"{cell:<9}" for cell in cells)]).rstrip()


def _cell(summary: "Summary", metric: str, side: "Where") -> str:
    if (metric, side) not in summary:
        return ""
    one = summary[metric, side]
    if not one.known:
        return NOT_MEASURED
    decimals = 0 if one.unit == "" and float(one.value).is_integer() else DECIMALS.get(one.unit, 1)  # counts
    return f"{one.value:.{decimals}f}{CARE if one.quality != 'ok' else ''}"


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
