"""What a clinical test adds to a report: plain text, a table, drawings; pages decide how they look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A name with what there is to say of it."""

    name: str
    text: str


@dataclass(frozen=True)
class Section:
    """A section of its own, shown alike on the web page and in the PDF.

    heading, sentences, facts: plain text; columns, rows: a table, every cell as text; drawings: SVG files as
    text, each with `xmlns` and `viewBox`.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    drawings: tuple[str, ...] = ()
