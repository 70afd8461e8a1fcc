"""The tables of a summary as the report shows them, and the footnotes that pages share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Band, Finding, MetricEstimate, Origin, Reference, Side, Summary
from ..metrics import METRICS, decimals_of, title_of, unit_of
from ..metrics import Group as MetricGroup
from ..system import number, sentences, span
from .texts import Texts

TABLES: dict[str, tuple[MetricGroup, ...]] = {"walk": ("temporal", "spatial"), "angles": ("ankle", "knee")}
"""The tables of the report, and the groups of rows in each."""


@dataclass(frozen=True)
class Cell:
    """One number of a table as text.

    notes: marks of its footnotes; beyond: `above` or `below` what is usual, `near_above` or `near_below`
    where that is not certain (see `_beyond`), empty where it does not stand out; by_hand: whether a
    correction by hand changed it.
    """

    text: str = ""
    spread: str = ""
    n: int = 0
    quality: str = ""
    notes: tuple[str, ...] = ()
    beyond: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Row:
    """One metric: left, right, its reference, and how the sides differ."""

    name: str
    unit: str
    left: Cell
    right: Cell
    reference: Cell
    asymmetry: Cell


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Note:
    """A footnote and its mark."""

    mark: str
    text: str


class Footnotes:
    """Reasons, numbered from 1, and papers, lettered from a, each once in order of appearance."""

    def __init__(self, texts: Texts) -> None:
        self._words = texts.reference
        self._reasons: list[str] = []
        self._papers: dict[str, list[Origin]] = {}

    @property
    def reasons(self) -> tuple[Note, ...]:
        """The reasons for care, in order of their numbers."""
        return tuple(Note(str(place), reason) for place, reason in enumerate(self._reasons, 1))

    @property
    def papers(self) -> tuple[Note, ...]:
        """The papers, with who was measured and what is to be minded."""
        origins = zip(ascii_lowercase, self._papers.values(), strict=False)
        return tuple(Note(mark, self._cited(list(dict.fromkeys(of_paper)))) for mark, of_paper in origins)

    def of_reason(self, reason: str) -> tuple[str, ...]:
        """Return the marks of a reason's sentences; one that came before keeps its number."""
        given = sentences(reason)
        self._reasons += [sentence for sentence in given if sentence not in self._reasons]
        return tuple(str(place) for place in sorted(self._reasons.index(s) + 1 for s in given))

    def of_paper(self, origin: Origin) -> str:
        """Return the mark of a paper."""
        self._papers.setdefault(origin.paper, []).append(origin)
        return ascii_lowercase[list(self._papers).index(origin.paper)]

    def _cited(self, origins: list[Origin]) -> str:
        first = origins[0]
        caveats = dict.fromkeys(sentence for origin in origins for sentence in sentences(origin.caveat))
        cited = self._words.cited.format(paper=first.paper, population=first.population)
        return " ".join([cited, *filter(None, [first.zero]), *caveats])


class SummaryTables:
    """The tables of one summary, and the footnotes that their cells refer to."""

    def __init__(
        self,
        summary: pd.DataFrame,
        references: Mapping[str, Reference],
        texts: Texts,
        findings: Iterable[Finding] = (),
    ) -> None:
        self._texts, self._references = texts, references
        self._findings = {(finding.metric, finding.side): finding for finding in findings}
        self._of = Summary(summary)
        self._by_hand = _changed_by_hand(summary)
        self.footnotes = Footnotes(texts)
        self.tables = {table: tuple(self._groups(groups)) for table, groups in TABLES.items()}

    def reference_from(self, bands: Mapping[str, Band]) -> str:
        """Return whose course the curves are compared with; empty where nobody's."""
        marks = {band.origin.population: self.footnotes.of_paper(band.origin) for band in bands.values()}
        people = "; ".join(f"{population} ({mark})" for population, mark in marks.items())
        return self._texts.curves.reference.format(people=people) if people else ""

    def _groups(self, groups: tuple[MetricGroup, ...]) -> Iterator[Group]:
        for group in groups:
            rows = tuple(self._row(metric) for metric in METRICS.of_group(group) if self._known(metric))
            if rows:
                yield Group(self._texts.groups[group], rows)

    def _known(self, metric: str) -> bool:
        return any((metric, side) in self._of for side in SIDES)

    def _row(self, metric: str) -> Row:
        reference = self._references.get(metric)
        left, right = (self._cell(metric, side, reference) for side in SIDES)
        unit = self._texts.units.get(unit_of(metric), "")
        name = title_of(metric, self._texts.metrics)
        return Row(name, unit, left, right, self._reference(metric, reference), self._asymmetry(metric))

    def _cell(self, metric: str, side: Side, reference: Reference | None) -> Cell:
        cell = self._measured_cell(metric, side, reference)
        return replace(cell, by_hand=(metric, side) in self._by_hand)

    def _measured_cell(self, metric: str, side: Side, reference: Reference | None) -> Cell:
        if (metric, side) not in self._of:
            return Cell(self._texts.table.none)
        one = self._of[metric, side]
        notes = self.footnotes.of_reason(one.reason if one.quality != "ok" else "")
        if not one.known:
            return Cell(self._texts.table.withheld, quality="withheld", notes=notes)
        if METRICS[metric].is_word:
            pattern = one.unit.removeprefix("% ")
            text = f"{self._texts.patterns.get(pattern, pattern)} {number(one.value)} %"
            return Cell(text, n=one.n, quality=one.quality, notes=notes)
        value, spread = number_text(one.value, metric), number_text(one.sd, metric)
        beyond = _beyond(one, reference, self._findings.get((metric, side)))
        return Cell(value, spread, one.n, one.quality, notes, beyond)

    def _reference(self, metric: str, reference: Reference | None) -> Cell:
        """Return the reference range; a mean alone where the paper gives no spread."""
        if reference is None:
            return Cell(self._texts.table.none)
        notes = (self.footnotes.of_paper(reference.origin) + ("†" if reference.origin.caveat else ""),)
        if np.isfinite([reference.low, reference.high]).all():
            low, high = (number_text(limit, metric) for limit in (reference.low, reference.high))
            return Cell(self._texts.reference.range.format(low=low, high=high), notes=notes)
        mean = number_text(reference.mean, metric)
        return Cell(self._texts.reference.mean.format(mean=mean), notes=notes)

    def _asymmetry(self, metric: str) -> Cell:
        """Per cent as the summary has it; for angles, left minus right in degrees."""
        if (f"{metric}_asymmetry_percent", "both") in self._of:
            index = self._of[f"{metric}_asymmetry_percent", "both"]
            return Cell(f"{number(index.value, 1)} %" if index.known else self._texts.table.none)
        left, right = (self._of.get(metric, side).value for side in SIDES)
        if unit_of(metric) != "deg" or not np.isfinite(left - right):
            return Cell(self._texts.table.none)
        return Cell(f"{number_text(left - right, metric)}°")


def _changed_by_hand(summary: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the metrics and sides whose number a correction by hand changed."""
    if "by_hand" not in summary.columns:
        return frozenset()
    changed = summary[summary["by_hand"] == 1]
    return frozenset(zip(changed["metric"], changed["side"], strict=True))


def _beyond(one: MetricEstimate, reference: Reference | None, finding: Finding | None) -> str:
    """Tell on which side of what is usual a number stands out, and whether that is certain (`near_`: not).

    It does where it is a finding, or where its whole interval is outside the reference range: that its mean
    is, by a tenth of a degree, says nothing.
    """
    if finding is not None:
        return finding.beyond if finding.confidence == "certain" else f"near_{finding.beyond}"
    if reference is None or not (side := reference.beyond(one)):
        return ""
    return side if reference.fits and one.quality == "ok" else f"near_{side}"


def number_text(value: float, metric: str, *, plus: bool = False) -> str:
    """Return a metric's value, or a difference of two with its sign (`plus`), as text; empty for NaN."""
    return number(value, decimals_of(metric), plus=plus)


def interval_text(low: float, high: float, metric: str, texts: Texts) -> str:
    """Return an interval of a metric as text; empty where a bound is missing."""
    return span(low, high, decimals_of(metric), texts.reference.range)
