"""What people read: report, patient's page and progress page, and the look of an archive's pages."""

from typing import TYPE_CHECKING

from ..system import lazy_exports

if TYPE_CHECKING:
    from .html import render
    from .pdf import Paper, render_patient_pdf, render_pdf, render_progress_pdf
    from .plotting import Strip, Value, strip
    from .progress import progress_csv, render_progress
    from .progress_direction import Directions, without_direction
    from .progress_summary import five_lines
    from .progress_tables import index_with_interval, is_followed, percent_with_interval
    from .report import Report, make_report, render_html, write_pages
    from .report_tables import interval_text, number_text
    from .texts import Texts, load_texts

__all__ = [
    "Directions",
    "Paper",
    "Report",
    "Strip",
    "Texts",
    "Value",
    "five_lines",
    "index_with_interval",
    "interval_text",
    "is_followed",
    "load_texts",
    "make_report",
    "number_text",
    "percent_with_interval",
    "progress_csv",
    "render",
    "render_html",
    "render_patient_pdf",
    "render_pdf",
    "render_progress",
    "render_progress_pdf",
    "strip",
    "without_direction",
    "write_pages",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "html": ("render",),
            "pdf": ("Paper", "render_patient_pdf", "render_pdf", "render_progress_pdf"),
            "plotting": ("Strip", "Value", "strip"),
            "progress": ("progress_csv", "render_progress"),
            "progress_direction": ("Directions", "without_direction"),
            "progress_summary": ("five_lines",),
            "progress_tables": ("index_with_interval", "is_followed", "percent_with_interval"),
            "report": ("Report", "make_report", "render_html", "write_pages"),
            "report_tables": ("interval_text", "number_text"),
            "texts": ("Texts", "load_texts"),
        },
    )
