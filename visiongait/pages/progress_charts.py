"""Charts of a course: metrics and scores over the days of the sessions, and the curves of all sessions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..change import Course, SessionMeans, session_means
from ..datatypes import (
    RATING_LIMITS,
    RATINGS,
    SIDES,
    Assessment,
    FloatArray,
    MetricEstimate,
    Session,
    Side,
    in_means,
)
from ..metrics import decimals_of
from .cycle_charts import MIN_RANGE_DEG
from .plotting import Axis, Tick, polyline, ticks
from .progress_tables import followed, sides_of

WIDTH, HEIGHT = 300.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 290.0, 34.0, 164.0
LABEL_GAP = 14.0
"""Sessions nearer to each other than this share the label of the first."""


@dataclass(frozen=True)
class Line:
    """One side, or one score, over the sessions: a path, its dots, bars of intervals, and a band."""

    name: str
    path: str
    dots: tuple[tuple[float, float], ...]
    bars: tuple[tuple[float, float, float], ...] = ()
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Chart:
    """A chart: `name` is a metric, `ratings` or the name of a score."""

    name: str
    lines: tuple[Line, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]


def metric_charts(course: Course) -> list[Chart]:
    """Return a chart for each followed metric that two sessions have."""
    levels = [session_means(one.assessment) for one in course.sessions]
    charts = [_metric_chart(course, metric, levels) for metric in followed()]
    return [chart for chart in charts if any(len(line.dots) > 1 for line in chart.lines)]


def score_charts(course: Course) -> list[Chart]:
    """Return the chart of the patient's ratings, and one for each other score."""
    sessions = course.sessions
    names = dict.fromkeys(name for session in sessions for name in session.scores)
    others = [name for name in names if name not in RATINGS]
    charts = [_score_chart("ratings", [n for n in RATINGS if n in names], sessions, RATING_LIMITS)]
    charts += [_score_chart(name, [name], sessions, None) for name in others]
    return [chart for chart in charts if chart.lines]


def _metric_chart(course: Course, metric: str, by_session: Sequence[SessionMeans]) -> Chart:
    sides = sides_of(metric)
    levels = {side: [one[metric, side] for one in by_session] for side in sides}
    detectable = {side: _detectable(course, metric, side) for side in sides}
    y_axis, y_ticks = _y_axis(_extent(levels, detectable), decimals_of(metric))
    x = _places(course.sessions)
    lines = (_level_line(side, levels[side], detectable[side], x, y_axis) for side in sides)
    return Chart(metric, tuple(line for line in lines if line.dots), y_ticks, _x_ticks(x))


def _detectable(course: Course, metric: str, side: str) -> float:
    """Return the minimal detectable change of the newest step that has one."""
    known = [
        change.detectable.value
        for step in course.steps
        for change in step.changes
        if (change.before.metric, change.before.side) == (metric, side)
    ]
    finite = [value for value in known if np.isfinite(value)]
    return finite[-1] if finite else np.nan


def _extent(levels: Mapping[str, Sequence[MetricEstimate]], detectable: Mapping[str, float]) -> FloatArray:
    """Return every value that the chart must show; wide intervals may be cut."""
    values = [level.value for side in levels for level in levels[side]]
    bands = [levels[side][0].value + sign * detectable[side] for side in levels for sign in (-1, 1)]
    shown = np.array([*values, *bands])
    return np.asarray(shown[np.isfinite(shown)])


def _level_line(
    side: str, levels: Sequence[MetricEstimate], detectable: float, x: FloatArray, y_axis: Axis
) -> Line:
    values = np.array([level.value for level in levels])
    known = np.isfinite(values)
    band = (values[0] - detectable, values[0] + detectable)
    return Line(
        side,
        polyline(x[known], y_axis.place(values[known])),
        _dots(x, values, y_axis),
        tuple(_bar(place, level, y_axis) for place, level in zip(x, levels, strict=True) if _has_bar(level)),
        _span(*band, y_axis) if np.isfinite(band).all() else None,
    )


def _has_bar(level: MetricEstimate) -> bool:
    return level.bounded


def _bar(x: float, level: MetricEstimate, y_axis: Axis) -> tuple[float, float, float]:
    return (float(x), *_span(level.low, level.high, y_axis))


def _span(low: float, high: float, y_axis: Axis) -> tuple[float, float]:
    """Return the places of two values, cut at the ends of the axis."""
    ends = np.clip([low, high], y_axis.low, y_axis.high)
    return float(y_axis.place(ends[0])), float(y_axis.place(ends[1]))


def _score_chart(
    name: str, names: Iterable[str], sessions: Sequence[Session], limits: tuple[float, float] | None
) -> Chart:
    series = {one: np.array([session.scores.get(one, np.nan) for session in sessions]) for one in names}
    known = [value for values in series.values() for value in values[np.isfinite(values)]]
    y_axis, y_ticks = _y_axis(np.array(limits or known), 0 if limits else 1)
    x = _places(sessions)
    lines = []
    for one, values in series.items():
        there = np.isfinite(values)
        lines.append(Line(one, polyline(x[there], y_axis.place(values[there])), _dots(x, values, y_axis)))
    return Chart(name, tuple(lines), y_ticks, _x_ticks(x))


def _dots(x: FloatArray, values: FloatArray, y_axis: Axis) -> tuple[tuple[float, float], ...]:
    return tuple((float(x[i]), float(y_axis.place(values[i]))) for i in np.flatnonzero(np.isfinite(values)))


def _y_axis(values: FloatArray, decimals: int) -> tuple[Axis, tuple[Tick, ...]]:
    """Return an axis over round values that cover these, and its ticks."""
    finest = 10.0**-decimals
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if high - low < finest:
        low, high = low - finest, high + finest
    levels = ticks(low, high, 5, finest=finest / 10)
    axis = Axis(levels[0], levels[-1], BOTTOM, TOP)
    return axis, axis.labelled(levels)


def _places(sessions: Sequence[Session]) -> FloatArray:
    """Return where the sessions lie: by their days, or evenly where a day is not known or all are one."""
    days = [session.day for session in sessions]
    known = [day for day in days if isinstance(day, date)]
    by_day = len(known) == len(days) and known[0] != known[-1]
    numbers = [day.toordinal() for day in known] if by_day else list(range(len(days)))
    margin = 16.0
    return Axis(min(numbers), max(max(numbers), min(numbers) + 1), LEFT + margin, RIGHT - margin).place(
        np.array(numbers, dtype=float)
    )


def _x_ticks(x: FloatArray) -> tuple[Tick, ...]:
    labels: list[Tick] = []
    for number, place in enumerate(x):
        if not labels or place - labels[-1][0] >= LABEL_GAP:
            labels.append((float(place), str(number)))
    return tuple(labels)


FAINTEST = 0.4
SHOWN = tuple(MIN_RANGE_DEG)[:4]


@dataclass(frozen=True)
class Overlay:
    """One angle of one side: `baseline` as a path, empty if unknown; `later`: paths and their opacity."""

    name: str
    side: Side
    baseline: str
    later: tuple[tuple[str, float], ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    zero_y: float | None


def overlays(sessions: Sequence[Session]) -> list[Overlay]:
    """Return a chart for each angle and side that some session has, left and right on one scale."""
    charts = []
    for name in SHOWN:
        means = {side: [_mean(one.assessment, name, side) for one in sessions] for side in SIDES}
        values = np.concatenate([curve for side in SIDES for curve in means[side]])
        low, high = MIN_RANGE_DEG[name]
        levels = ticks(np.nanmin([low, *values]), np.nanmax([high, *values]))
        charts += [_overlay(name, side, means[side], levels) for side in SIDES]
    return charts


def _overlay(name: str, side: Side, means: Sequence[FloatArray], levels: Sequence[float]) -> Overlay:
    x_axis, y_axis = Axis(0, 100, LEFT, RIGHT), Axis(levels[0], levels[-1], BOTTOM, TOP)
    x = x_axis.place(np.arange(101.0))
    paths = [polyline(x, y_axis.place(mean)) for mean in means]
    opacity = np.linspace(FAINTEST, 1.0, len(paths) - 1) if len(paths) > 2 else np.ones(1)
    return Overlay(
        name,
        side,
        paths[0],
        tuple(zip(paths[1:], map(float, opacity), strict=False)),
        y_axis.labelled(levels),
        x_axis.labelled(range(0, 101, 25)),
        float(y_axis.place(0)) if levels[0] <= 0 <= levels[-1] else None,
    )


def _mean(assessment: Assessment, name: str, side: Side) -> FloatArray:
    """Return the mean curve over the valid strides at 0 to 100 %; all NaN where there is none."""
    cycles = assessment.cycles
    mine = in_means(cycles[cycles["side"] == side]) if len(cycles) else cycles
    if not len(mine):
        return np.full(101, np.nan)
    mean: FloatArray = mine.groupby("percent")[name].mean().reindex(range(101)).to_numpy(float)
    return mean
