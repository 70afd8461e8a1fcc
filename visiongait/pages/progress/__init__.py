"""The page of a course: what changed from session to session, in one self-contained HTML file and a table."""

from .page import render_progress
from .table import progress_csv

__all__ = ["progress_csv", "render_progress"]
