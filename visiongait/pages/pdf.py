"""The report and the patient's page as PDF, set by Typst: no browser, no fonts of the system."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Literal

from ..drawing import font_folder
from ..version import NOT_A_DEVICE
from .html import drawing, render

if TYPE_CHECKING:
    from typst import Fonts

    from ..change import Course
    from .report import Report

Paper = Literal["a4", "letter"]
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90" width="300" height="90">'
    '<image width="300" height="90" preserveAspectRatio="xMaxYMid" href="{logo}"/></svg>'
)
"""A clinic's logo as Typst takes it: of any kind and shape, to the right."""

PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
"""Paper sizes by the names of the command line and of Typst."""


def render_pdf(report: "Report", paper: Paper = "a4") -> bytes:
    """Return the report as PDF: two pages, or one where nothing could be measured."""
    return _set("report.typ", _plain(report), paper)


def render_patient_pdf(report: "Report", paper: Paper = "a4") -> bytes:
    """Return the page for the person who walked as PDF."""
    return _set("patient.typ", _plain(report), paper)


def render_progress_pdf(course: "Course", paper: Paper = "a4") -> bytes:
    """Return the progress page of a course as PDF."""
    from .progress import progress_content

    content = progress_content(course)

    def drawn(kind: str, chart: Any) -> str:
        return render("progress_drawing.svg.j2", kind=kind, content=chart, standalone=True, **content)

    charts = {
        "trends": [drawn("trend", one) for one in content["metric_charts"]]
        + [drawn("scores", one) for one in content["score_charts"]],
        "overlays": [drawn("overlay", one) for one in content["overlays"]],
    }
    told = ("lines", "affected", "sessions", "listed", "differences", "groups", "footnotes", "sources")
    plain = {name: content[name] for name in (*told, "newest", "made_on")}
    return _set(
        "progress.typ",
        {"texts": content["t"], "subject": course.subject, "notice": NOT_A_DEVICE, **plain, **charts},
        paper,
    )


def _as_plain(value: Any) -> Any:
    """Return a dataclass within JSON as a mapping."""
    return asdict(value)


def _set(template: str, content: dict[str, Any], paper: Paper) -> bytes:
    import typst

    with as_file(files(__package__) / "templates") as folder:
        pdf = typst.compile(
            folder / template,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"report": json.dumps(content, default=_as_plain), "paper": PAPERS[paper]},
        )
    assert isinstance(pdf, bytes)  # without a path Typst returns what it made
    return pdf


@cache
def _fonts() -> "Fonts":
    """Return the fonts that come with matplotlib and Typst."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])


def _plain(report: "Report") -> dict[str, Any]:
    """Return the report as JSON takes it, its drawings as SVG."""

    def drawn(kind: str, content: Any) -> str:
        return drawing(kind, content, report.texts)

    return asdict(report) | {
        "logo": _LOGO.format(logo=report.clinic.logo) if report.clinic.logo else None,
        "cycles": [drawn("cycle", chart) for chart in report.charts],
        "strides": [drawn("strides", chart) for chart in report.charts],
        "rockers": drawn("rockers", report.phases) if report.phases else None,
        "contacts": drawn("contacts", report.timeline) if report.timeline else None,
        "photos": [drawn("photo", picture) for picture in report.pictures],
        "measured": report.measured,
        "advised": report.advised,
        "patient_picture": report.patient_picture,
    }
