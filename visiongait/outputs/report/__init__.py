"""The report page for people."""

from .page import render_report

__all__ = ["render_report"]
