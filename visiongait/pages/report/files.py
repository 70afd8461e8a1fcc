"""The pages of a report as files of a result folder."""

from collections.abc import Iterator
from pathlib import Path

from ...system import write_whole
from .model import Report
from .page import render_html
from .pdf import Paper, render_patient_pdf, render_pdf


def write_pages(report: Report, folder: Path, paper: Paper | None) -> tuple[Path, ...]:
    """Write `report.html` and, with a paper size, `report.pdf` and `patient.pdf`; return their paths.

    Each page takes the place of an earlier one when it is complete.
    """
    return tuple(_write_whole(folder / name, content) for name, content in list(_pages(report, paper)))


def _pages(report: Report, paper: Paper | None) -> Iterator[tuple[str, bytes]]:
    yield "report.html", render_html(report).encode()
    if paper:
        yield "report.pdf", render_pdf(report, paper)
        yield "patient.pdf", render_patient_pdf(report, paper)


def _write_whole(path: Path, content: bytes) -> Path:
    write_whole(path, content)
    return path
