"""The words of pages and findings: one TOML file per language, read into typed objects.

A language is complete or it is refused: a missing or unknown key is said by its place in the file.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

_SENTENCE_END = re.compile(r"(?<=[.?]) (?=[A-Z0-9])")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each once, in order; none of an empty one."""
    return tuple(dict.fromkeys(_SENTENCE_END.split(text))) if text else ()


def read_texts(kind: type[T], package: str, language: str) -> T:
    """Return the words of one language.

    Parameters
    ----------
    kind
        A frozen dataclass whose fields are strings, tuples and mappings of them, and dataclasses alike.
    package, language
        Where the file `languages/LANGUAGE.toml` lies.

    Raises
    ------
    ValueError
        If the file lacks a key of `kind`, has another one, or holds something else than words.
    FileNotFoundError
        If there is no such language.
    """
    file = files(package) / "languages" / f"{language}.toml"
    words: T = _made(kind, tomllib.loads(file.read_text(encoding="utf-8")), language)
    return words


def _made(kind: Any, content: Any, where: str) -> Any:
    if is_dataclass(kind) and isinstance(content, dict):
        return _filled(kind, content, where)
    if get_origin(kind) is tuple and isinstance(content, list):
        return tuple(_made(get_args(kind)[0], one, f"{where}[{n}]") for n, one in enumerate(content))
    if get_origin(kind) is Mapping and isinstance(content, dict):
        return {key: _made(get_args(kind)[1], one, f"{where}.{key}") for key, one in content.items()}
    if kind is str and isinstance(content, str):
        return content
    raise ValueError(f"{where}: expected {kind}, got {type(content).__name__}")


def _filled(kind: Any, content: dict[str, Any], where: str) -> Any:
    names, hints = {one.name for one in fields(kind)}, get_type_hints(kind)
    if names != set(content):
        wrong = {"missing": names - set(content), "unknown": set(content) - names}
        said = "; ".join(f"{what}: {', '.join(sorted(keys))}" for what, keys in wrong.items() if keys)
        raise ValueError(f"{where}: {said}")
    return kind(**{name: _made(hints[name], content[name], f"{where}.{name}") for name in content})
