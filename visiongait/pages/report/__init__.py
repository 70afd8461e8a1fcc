"""The report for people: a web page, a PDF to file, and a page for the person who walked."""

from .files import write_pages
from .model import Report, make_report
from .page import render_html
from .pdf import Paper, render_patient_pdf, render_pdf

__all__ = [
    "Paper",
    "Report",
    "make_report",
    "render_html",
    "render_patient_pdf",
    "render_pdf",
    "write_pages",
]
