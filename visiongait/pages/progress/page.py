"""The page: one self-contained HTML file, nothing fetched from anywhere."""

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ...change import Course
from ...change.symmetry import symmetry_bounds
from ...datatypes.assessment import Session
from ...datatypes.tables import in_means
from ...datatypes.walk import SIDES
from ...drawing import SIDE_COLOUR, css
from ...metrics.names import unit_of
from ...results.days import today
from ...version import NOT_A_DEVICE, __version__
from .curves import overlays
from .rows import NEWEST, Tables, Texts
from .texts import load_texts
from .trends import metric_charts, score_charts

REPORT = "visiongait.pages.report"
"""Lends its style sheet."""


def render_progress(course: Course) -> str:
    """Return the page of a course as HTML: tables, trends, curves, and how to read them."""
    pages = Environment(
        loader=ChoiceLoader([PackageLoader(__package__), PackageLoader(REPORT)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return pages.get_template("progress.html.j2").render(_content(course))


def _content(course: Course) -> dict[str, Any]:
    texts = load_texts()
    tables = Tables(course, texts)
    sessions = [_session(number, one, texts) for number, one in enumerate(course.sessions)]
    return {
        "t": texts,
        "course": course,
        "unit_of": unit_of,
        "made_on": texts["made_on"].format(date=today().isoformat(), version=__version__),
        "sessions": sessions,
        "listed": sessions[1:][-NEWEST:],
        "highlights": tables.highlights(),
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
        "footnotes": tables.footnotes.listed,
        "sources": tables.sources,
        "newest": _day(course.sessions[-1], texts),
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
        "notice": NOT_A_DEVICE,
    }


def _session(number: int, session: Session, texts: Texts) -> dict[str, str]:
    words, conditions, assessment = texts["sessions"], session.conditions, session.assessment
    said = [
        words[f"task_{conditions.task}"],
        words[f"state_{conditions.state}"],
        conditions.shoes,
        conditions.aid,
    ]
    strides = in_means(assessment.strides)
    counts = (str(int((strides["side"] == side).sum())) for side in SIDES)
    return {
        "number": str(number),
        "kind": texts["followup"].format(number=number) if number else texts["baseline"],
        "day": _day(session, texts),
        "recording": assessment.video.name,
        "conditions": ", ".join(word for word in said if word),
        "quality": words[assessment.verdict.quality],
        "strides": " | ".join(counts),
    }


def _day(session: Session, texts: Texts) -> str:
    return session.day.isoformat() if session.day else str(texts["no_day"])


def _target_words(course: Course, texts: Texts) -> str:
    if course.target is None:
        return ""
    low, high = symmetry_bounds(course.target.percent)
    side = texts["sides"][course.target.involved].lower()
    return str(texts["checklist"]["explain"].format(involved=side, low=f"{low:.0f}", high=f"{high:.0f}"))
