"""The words of the report, kept apart from its layout."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_texts(language: str = "en") -> dict[str, Any]:
    """Return every word of the report in one language."""
    return tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))
