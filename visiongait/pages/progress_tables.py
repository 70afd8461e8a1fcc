"""The tables of the page: text for every cell, and the footnotes that they share."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..change import Change, Cost, Course, Detectable, Effect, Item, Step
from ..datatypes import MetricEstimate
from ..metrics import METRICS, title_of, unit_of
from ..system import number, span
from .progress_direction import Directions, without_direction
from .report_tables import TABLES, Footnotes, interval_text, number_text
from .texts import ProgressWords, Texts

NEWEST = 2
"""So many follow-ups fit beside each other on a page."""


@dataclass(frozen=True)
class Cell:
    """A change as text: value of the session, difference, interval, mark of its outcome, footnotes."""

    value: str
    change: str = ""
    interval: str = ""
    outcome: str = ""
    quality: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One metric of one side: baseline, follow-ups, minimal detectable change and its source."""

    name: str
    unit: str
    side: str
    baseline: str
    cells: tuple[Cell, ...]
    detectable: str


class Tables:
    """Every table of a course as text; `footnotes` and `sources` collect what the cells refer to."""

    def __init__(self, course: Course, texts: Texts) -> None:
        self.course, self.texts = course, texts
        self.footnotes = Footnotes(texts)
        self.sources: list[str] = []
        newest = (step.session.assessment for step in course.steps[-NEWEST:])
        self._directions = [Directions(course.baseline.assessment, one) for one in newest]

    @property
    def _words(self) -> ProgressWords:
        return self.texts.progress

    def changes(self) -> dict[str, list[Row]]:
        """Return the rows of the newest follow-ups under their headings; what no session has is left out."""
        steps = [_by_metric(step) for step in self.course.steps[-NEWEST:]]
        return {
            self.texts.groups[group]: [
                self._row([step[metric, side] for step in steps])
                for metric in METRICS.of_group(group)
                for side in sides_of(metric)
                if any(_measured(step.get((metric, side))) for step in steps)
            ]
            for groups in TABLES.values()
            for group in groups
        }

    def effects(self, effect: Effect) -> list[tuple[str, str, str, str, str, str]]:
        """Return metric, side, both values, difference and interval of what a condition did."""
        return [
            self._effect(change)
            for change in effect.changes
            if is_followed(change.before) and change.difference.known
        ]

    def costs(self, effect: Effect) -> list[tuple[str, str, str]]:
        """Return metric, side and cost of a second task with its interval."""
        return [
            (*self._labelled(cost), percent_with_interval(cost))
            for cost in effect.costs
            if is_followed(cost) and np.isfinite(cost.percent.value)
        ]

    def drifts(self) -> list[tuple[str, str, str, str, str, str]]:
        """Return metric, side, first and last third, difference and interval, where they can be said."""
        return [
            (
                *self._labelled(drift),
                number_text(drift.first, drift.metric),
                number_text(drift.last, drift.metric),
                number_text(drift.difference.value, drift.metric, plus=True),
                interval_text(*drift.difference.interval, drift.metric, self.texts),
            )
            for drift in self.course.within
            if METRICS[drift.metric].followed and drift.difference.bounded
        ]

    def checklist(self) -> list[tuple[str, str, str]]:
        """Return metric, index with its interval, and answer of each line of the checklist."""
        answers = self._words.checklist.answers
        return [
            (self._labelled(item.involved)[0], index_with_interval(item), answers[item.answer])
            for item in self.course.checklist
        ]

    def _row(self, changes: list[Change]) -> Row:
        before = changes[0].before
        baseline = number_text(before.value, before.metric) or self._words.withheld
        known = [change.detectable for change in changes if np.isfinite(change.detectable.value)]
        detectable = self._detectable(known[-1], before.metric) if known else ""
        name, side = self._name(before)
        unit = self.texts.units.get(before.unit, "")
        return Row(name, unit, side, baseline, tuple(map(self._cell, changes, self._directions)), detectable)

    def _cell(self, change: Change, directions: Directions) -> Cell:
        metric = change.before.metric
        return Cell(
            number_text(change.after.value, metric) or self._words.withheld,
            number_text(change.difference.value, metric, plus=True),
            interval_text(*change.difference.interval, metric, self.texts),
            self._words.marks[directions.of(change)] if change.quality != "withheld" else "",
            change.quality,
            self.footnotes.of_reason(change.reason) if change.quality != "ok" else (),
        )

    def _effect(self, change: Change) -> tuple[str, str, str, str, str, str]:
        metric = change.before.metric
        values = number_text(change.before.value, metric), number_text(change.after.value, metric)
        mark = self._words.marks[without_direction(change)]
        difference = f"{number_text(change.difference.value, metric, plus=True)} {mark}"
        return (
            *self._labelled(change.before),
            *values,
            difference,
            interval_text(*change.difference.interval, metric, self.texts),
        )

    def _detectable(self, least: Detectable, metric: str) -> str:
        return f"{number_text(least.value, metric)} [{self._source(least.basis)}]"

    def _source(self, basis: str) -> int:
        if basis not in self.sources:
            self.sources.append(basis)
        return self.sources.index(basis) + 1

    def _name(self, of: Any) -> tuple[str, str]:
        return title_of(of.metric, self.texts.metrics), self.texts.sides[of.side]

    def _labelled(self, of: Any) -> tuple[str, str]:
        """Return name with unit, and side."""
        name, side = self._name(of)
        unit = self.texts.units.get(unit_of(of.metric), "")
        return f"{name} ({unit})" if unit else name, side


def _by_metric(step: Step) -> dict[tuple[str, str], Change]:
    return {(change.before.metric, change.before.side): change for change in step.changes}


def followed() -> tuple[str, ...]:
    """Return the metrics that rehabilitation follows, angles first."""
    angles = METRICS.names(lambda metric: metric.followed and metric.family == "angle")
    return (*angles, *METRICS.names(lambda metric: metric.followed and metric.family != "angle"))


def sides_of(metric: str) -> tuple[str, ...]:
    """Return the sides for which a metric is shown."""
    return ("both",) if METRICS[metric].of_walk else ("left", "right")


def is_followed(of: MetricEstimate | Cost) -> bool:
    """Return whether a metric of a side belongs to the short tables."""
    return METRICS[of.metric].followed and of.side in sides_of(of.metric)


def _measured(change: Change | None) -> bool:
    return change is not None and bool(np.isfinite([change.before.value, change.after.value]).any())


def percent_with_interval(cost: Cost) -> str:
    """Return a dual-task cost as text."""
    value, low, high = (_percent(one) for one in (cost.percent.value, cost.percent.low, cost.percent.high))
    return f"{value} ({low} to {high})" if low and high else value


def index_with_interval(item: Item) -> str:
    """Return a limb symmetry index as text, a dash where it is not known."""
    index = item.index
    if not np.isfinite(index.value):
        return "–"
    interval = span(index.low, index.high)
    return f"{number(index.value)} %" + (f" ({interval} %)" if interval else "")


def _percent(value: float) -> str:
    text = number(value, plus=True)
    return f"{text} %" if text else ""
