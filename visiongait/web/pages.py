"""The desk's pages, filled from plain values; what comes from outside is escaped."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..version import __version__
from .texts import load_texts

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, language: str, **content: Any) -> str:
    """Return a page or a part of one in a language."""
    texts = load_texts(language)
    return _templates().get_template(template).render(t=texts, **content)


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.globals |= {"version": __version__}
    templates.tests["still"] = lambda name: name.startswith("still_")
    templates.filters |= {"percent": percent, "minutes": minutes, "size": size, "fill": fill}
    return templates


def fill(words: str, **values: Any) -> str:
    """Put values into the {places} of a sentence."""
    return words.format(**values)


def percent(share: float | None) -> str:
    """Return a share of 1 as whole per cent."""
    return "" if share is None else f"{100 * share:.0f}"


def minutes(seconds: float) -> str:
    """Return a duration as minutes and seconds, rounded as an estimate is."""
    rounded = max(5, 5 * round(seconds / 5))
    return f"{rounded // 60}:{rounded % 60:02d}"


def size(n_bytes: int) -> str:
    """Return a size of a file."""
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e6 else f"{max(1, round(n_bytes / 1e3))} kB"


def words_for(texts: Mapping[str, str], key: str) -> str:
    """Return the word for a key, or the key where there is none."""
    return texts.get(key, key)
