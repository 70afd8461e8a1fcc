"""The words of the page, kept apart from its layout."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ...report.texts import load_texts as load_report_texts


@cache
def load_texts(language: str = "en") -> dict[str, Any]:
    """Return every word of the page in one language; names of metrics, units and sides are the report's."""
    own = tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))
    report = load_report_texts(language)
    return own | {
        name: report[name] for name in ("metrics", "units", "sides", "curves", "groups", "language")
    }
