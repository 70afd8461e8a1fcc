"""A language is read whole or refused with the place of what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from visiongait.system import texts


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Words:
    title: str
    items: tuple[str, ...]
    inner: Inner
    many: Mapping[str, Inner]


COMPLETE = """
title = "A"
items = ["b", "c"]
inner = {name = "d"}
many = {one = {name = "e"}}
"""


def words(tmp_path, monkeypatch, content):
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "xx.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(texts, "files", lambda package: tmp_path)
    return texts.read_texts(Words, "a.package", "xx")


def test_every_word_has_its_place(tmp_path, monkeypatch):
    made = words(tmp_path, monkeypatch, COMPLETE)
    assert (made.title, made.items, made.inner.name, made.many["one"].name) == ("A", ("b", "c"), "d", "e")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A"', "", "xx: missing: title"),
        ('title = "A"', 'title = "A"\nmore = "x"', "xx: unknown: more"),
        ('{name = "d"}', "{}", "xx.inner: missing: name"),
        ('"c"', "3", r"xx.items\[1\]: expected .*str.*, got int"),
        ('{one = {name = "e"}}', '{one = "e"}', "xx.many.one: expected .*Inner.*, got str"),
    ],
)
def test_what_is_wrong_is_said_by_its_place(tmp_path, monkeypatch, old, new, said):
    with pytest.raises(ValueError, match=said):
        words(tmp_path, monkeypatch, COMPLETE.replace(old, new))
