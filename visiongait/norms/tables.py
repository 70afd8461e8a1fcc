"""The tables of published values that travel with the program: one file for each paper."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan
from typing import Any

from ..datatypes import Origin, Person, Sex

PAPERS = (
    "bohannon2011",
    "tudorlocke2019",
    "hebenstreit2015",
    "fukuchi2018",
    "portable2019",
    "schulz2011",
    "schwartz2008",
)
"""Tables in the order in which they are asked: the first that speaks of such a person answers."""

ADULT_YEARS = 40.0

Range = tuple[float, float]


@dataclass(frozen=True)
class PublishedValue:
    """One published number, and whom it holds for; None = for everybody.

    age_years, pace: from, up to but not including.
    """

    metric: str
    mean: float
    sd: float = nan
    n: int | None = None
    sex: Sex | None = None
    age_years: Range | None = None
    pace: Range | None = None
    caveat: str = ""

    def speaks_of(self, person: Person, pace: float | None) -> bool:
        """Whether the number holds for this person at this pace."""
        return self.sex in (None, person.sex) and _within(person.age_years, self.age_years) and self.at(pace)

    def at(self, pace: float | None) -> bool:
        """Whether the number holds at this pace."""
        return _within(pace, self.pace)


@dataclass(frozen=True)
class Table:
    """One paper: its rows and its words.

    age_years: of the people measured; stands_in: ages for which they may stand in where nothing better is
    known, with a caveat; free_pace: taken where the pace is not known; words: population, zero, caveat and,
    for people of another age, `others`.
    """

    paper: str
    words: Mapping[str, str]
    rows: tuple[PublishedValue, ...]
    age_years: Range = (0, 200)
    stands_in: Range | None = None
    free_pace: float | None = None

    def measured(self, person: Person) -> bool:
        """Whether people of this age were measured; where the age is not known, an adult is taken."""
        return _within(_age_years(person), self.age_years)

    def may_stand_in(self, person: Person) -> bool:
        """Whether the people measured may stand in for this person."""
        return self.stands_in is not None and _within(_age_years(person), self.stands_in)

    def origin(self, person: Person, n: int | None, caveat: str = "") -> Origin:
        """Return where a number comes from, and what speaks against comparing this person with it."""
        foreign = not self.measured(person)
        others = self.words.get("others", "") if foreign else ""
        caveats = (caveat, self.words.get("caveat", ""), others)
        return Origin(
            self.paper,
            self.words["population"],
            n,
            self.words.get("zero", ""),
            " ".join(text for text in caveats if text),
            foreign,
        )


@cache
def load_table(name: str, language: str = "en") -> Table:
    """Read the table of one paper in one language."""
    text = (files(__package__) / "tables" / f"{name}.toml").read_text(encoding="utf-8")
    plain = tomllib.loads(text)
    words = plain[language]
    settings = {key: _frozen(plain[key]) for key in ("age_years", "stands_in", "free_pace") if key in plain}
    return Table(plain["paper"], words, tuple(_row(row, words) for row in plain["row"]), **settings)


def _row(plain: Mapping[str, Any], words: Mapping[str, str]) -> PublishedValue:
    """Build a row; its caveat is a key into the words."""
    values = {key: _frozen(value) for key, value in plain.items()}
    return PublishedValue(**values | {"caveat": words[plain["caveat"]] if "caveat" in plain else ""})


def _age_years(person: Person) -> float:
    return ADULT_YEARS if person.age_years is None else person.age_years


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _within(value: float | None, limits: Range | None) -> bool:
    return limits is None or (value is not None and limits[0] <= value < limits[1])
