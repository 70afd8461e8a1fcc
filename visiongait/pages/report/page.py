"""The report as a web page: one self-contained HTML file, nothing fetched from anywhere."""

from .drawing import look
from .model import Report


def render_html(report: Report) -> str:
    """Return the report as HTML, the patient's page at its end."""
    return look().get_template("report.html.j2").render(r=report, t=report.texts)
