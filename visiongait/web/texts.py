"""Every word of the desk's pages: one file per language in `languages/`, by page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from ..system import read_texts

Words = Mapping[str, str]
ENGLISH = "en"


@dataclass(frozen=True)
class Texts:
    """All words of one language, by page; values may hold {names} to be filled in."""

    language: str
    name: str
    common: Words
    desk: Words
    tests: Words
    states: Words
    stages: Words
    recording: Words
    correct: Words
    compare: Words
    person: Words
    phone: Words
    settings: Words
    errors: Words


@cache
def load_texts(language: str = ENGLISH) -> Texts:
    """Return every word of one language.

    Raises
    ------
    ValueError
        If a word that English has is missing, or there is one that English does not have.
    """
    texts = read_texts(Texts, __package__, language)
    if language != ENGLISH:
        _refuse_incomplete(texts, load_texts())
    return texts


@cache
def languages() -> dict[str, str]:
    """Return the languages there are, each by its own name."""
    names = [one.name.removesuffix(".toml") for one in (files(__package__) / "languages").iterdir()]
    return {language: load_texts(language).name for language in sorted(names)}


def language_for(accepted: str, chosen: str) -> str:
    """Return the language of a page: the clinic's, else the first that the browser accepts and we have."""
    if chosen in languages():
        return chosen
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().lower().partition("-")[0]
        if language in languages():
            return language
    return ENGLISH


def _refuse_incomplete(texts: Texts, english: Texts) -> None:
    for page in fields(Texts):
        ours, theirs = getattr(texts, page.name), getattr(english, page.name)
        if isinstance(ours, Mapping) and set(ours) != set(theirs):
            wrong = ", ".join(sorted(set(ours) ^ set(theirs)))
            raise ValueError(f"{texts.language}.{page.name}: missing or unknown: {wrong}")
