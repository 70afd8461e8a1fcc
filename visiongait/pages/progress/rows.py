"""The tables of the page: text for every cell, and the footnotes that they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...change import Change, Course
from ...change.course import Effect, Step
from ...change.dual_task import Cost
from ...change.level import Level
from ...change.symmetry import Item
from ...metrics.names import unit_of
from ..report.rows import GROUPS, SENTENCE_END
from .numbers import interval, percent, plain, signed

Texts = Mapping[str, Any]

OF_BOTH = ("stride_time_s", "cadence_steps_per_min", "walking_speed_m_per_s", "double_support_percent")
"""Metrics of the walk more than of a leg: shown once."""
FOLLOWED = (
    "peak_dorsiflexion_swing_deg",
    "peak_dorsiflexion_stance_deg",
    "ankle_dorsiflexion_at_foot_strike_deg",
    "ankle_rom_deg",
    "shank_to_vertical_midstance_deg",
    "heel_rise_percent",
    "walking_speed_m_per_s",
    "cadence_steps_per_min",
    "step_length_m",
    "step_length_per_height",
    "stance_time_s",
    "double_support_percent",
)
"""What rehabilitation looks at: range, shank in stance, heel rise, speed, cadence, steps, ground contact."""
NEWEST = 2
"""So many follow-ups fit beside each other on a page."""
BEYOND = ("more", "less")
"""Outcomes of a change that is beyond the least detectable one."""


class Footnotes:
    """Reasons, each once, numbered from 1 in order of appearance."""

    def __init__(self) -> None:
        self.listed: list[str] = []

    def marks(self, reason: str) -> tuple[int, ...]:
        """Return the numbers of a reason's sentences; new ones are added."""
        sentences = SENTENCE_END.split(reason) if reason else []
        self.listed += [sentence for sentence in dict.fromkeys(sentences) if sentence not in self.listed]
        return tuple(sorted({self.listed.index(sentence) + 1 for sentence in sentences}))


@dataclass(frozen=True)
class Cell:
    """A change as text: value of the session, difference, interval, mark of its outcome, footnotes."""

    value: str
    change: str = ""
    interval: str = ""
    outcome: str = ""
    quality: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One metric of one side: baseline, follow-ups, least detectable change and the number of its source."""

    name: str
    unit: str
    side: str
    baseline: str
    cells: tuple[Cell, ...]
    detectable: str


@dataclass
class Tables:
    """Every table of a course as text; `footnotes` and `sources` collect what the cells refer to."""

    course: Course
    texts: Texts
    footnotes: Footnotes = field(default_factory=Footnotes)
    sources: list[str] = field(default_factory=list)

    def changes(self) -> dict[str, list[Row]]:
        """Return the rows of the newest follow-ups under their headings; what no session has is left out."""
        steps = [_by_metric(step) for step in self.course.steps[-NEWEST:]]
        return {
            self.texts["groups"][group]: [
                self._row([step[metric, side] for step in steps])
                for metric in metrics
                for side in sides_of(metric)
                if any(_measured(step.get((metric, side))) for step in steps)
            ]
            for group, metrics in GROUPS.items()
        }

    def highlights(self) -> list[str]:
        """Return a sentence for each change of the newest follow-up beyond the least detectable one."""
        shown = {metric for metrics in GROUPS.values() for metric in metrics}
        return [
            self._sentence(change)
            for step in self.course.steps[-1:]
            for change in step.changes
            if change.outcome in BEYOND
            and change.before.metric in shown
            and change.before.side in sides_of(change.before.metric)
        ]

    def effects(self, effect: Effect) -> list[tuple[str, str, str, str, str, str]]:
        """Return metric, side, both values, difference and interval of what a condition did."""
        return [
            self._effect(change)
            for change in effect.changes
            if is_followed(change.before) and np.isfinite(change.change)
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
                plain(drift.first, drift.metric),
                plain(drift.last, drift.metric),
                signed(drift.change, drift.metric),
                interval(drift.low, drift.high, drift.metric),
            )
            for drift in self.course.within
            if drift.metric in FOLLOWED and np.isfinite(drift.low)
        ]

    def checklist(self) -> list[tuple[str, str, str]]:
        """Return metric, index with its interval, and answer of each line of the checklist."""
        words = self.texts["checklist"]
        return [
            (self._labelled(item.involved)[0], index_with_interval(item), words[item.answer])
            for item in self.course.checklist
        ]

    def _row(self, changes: list[Change]) -> Row:
        before = changes[0].before
        baseline = plain(before.value, before.metric) or self.texts["withheld"]
        known = [change.detectable for change in changes if np.isfinite(change.detectable.value)]
        least = f"{plain(known[-1].value, before.metric)} [{self._source(known[-1].basis)}]" if known else ""
        name, side = self._name(before)
        unit = self.texts["units"].get(before.unit, "")
        return Row(name, unit, side, baseline, tuple(self._cell(change) for change in changes), least)

    def _cell(self, change: Change) -> Cell:
        metric = change.before.metric
        return Cell(
            plain(change.after.value, metric) or self.texts["withheld"],
            signed(change.change, metric),
            interval(change.low, change.high, metric),
            self.texts["marks"][change.outcome] if change.quality != "withheld" else "",
            change.quality,
            self.footnotes.marks(change.reason) if change.quality != "ok" else (),
        )

    def _effect(self, change: Change) -> tuple[str, str, str, str, str, str]:
        metric = change.before.metric
        values = plain(change.before.value, metric), plain(change.after.value, metric)
        mark = self.texts["marks"][change.outcome]
        difference = f"{signed(change.change, metric)} {mark}"
        return (
            *self._labelled(change.before),
            *values,
            difference,
            interval(change.low, change.high, metric),
        )

    def _sentence(self, change: Change) -> str:
        metric = change.before.metric
        name, side = self._name(change.before)
        return str(
            self.texts["highlights"]["item"].format(
                mark=self.texts["marks"][change.outcome],
                name=name,
                side=side.lower(),
                before=plain(change.before.value, metric),
                after=plain(change.after.value, metric),
                unit=self.texts["units"].get(change.before.unit, ""),
                change=signed(change.change, metric),
                interval=interval(change.low, change.high, metric),
                care=self.texts["highlights"]["care"] if change.quality == "caution" else "",
            )
        )

    def _source(self, basis: str) -> int:
        if basis not in self.sources:
            self.sources.append(basis)
        return self.sources.index(basis) + 1

    def _name(self, of: Any) -> tuple[str, str]:
        return str(self.texts["metrics"][of.metric]), self.texts["sides"][of.side]

    def _labelled(self, of: Any) -> tuple[str, str]:
        """Return name with unit, and side."""
        name, side = self._name(of)
        unit = self.texts["units"].get(unit_of(of.metric), "")
        return f"{name} ({unit})" if unit else name, side


def _by_metric(step: Step) -> dict[tuple[str, str], Change]:
    return {(change.before.metric, change.before.side): change for change in step.changes}


def sides_of(metric: str) -> tuple[str, ...]:
    """Return the sides for which a metric is shown."""
    return ("both",) if metric in OF_BOTH else ("left", "right")


def is_followed(of: Level | Cost) -> bool:
    """Return whether a metric of a side belongs to the short tables."""
    return of.metric in FOLLOWED and of.side in sides_of(of.metric)


def _measured(change: Change | None) -> bool:
    return change is not None and bool(np.isfinite([change.before.value, change.after.value]).any())


def percent_with_interval(cost: Cost) -> str:
    """Return a dual-task cost as text."""
    low, high = percent(cost.percent.low), percent(cost.percent.high)
    return f"{percent(cost.percent.value)} ({low} to {high})" if low and high else percent(cost.percent.value)


def index_with_interval(item: Item) -> str:
    """Return a limb symmetry index as text, a dash where it is not known."""
    index = item.index
    if not np.isfinite(index.value):
        return "–"
    known = np.isfinite([index.low, index.high]).all()
    return f"{index.value:.0f} %" + (f" ({index.low:.0f} to {index.high:.0f} %)" if known else "")
