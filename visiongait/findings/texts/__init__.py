"""The words of the findings, kept apart from the rules."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_texts(language: str = "en") -> dict[str, Any]:
    """Return every word of the findings in one language."""
    return tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))
