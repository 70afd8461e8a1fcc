"""The HTML pages of a batch: distributions as strips of dots, and the overview of all recordings."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..drawing import SIDE_COLOUR, css
from ..metrics import STRIDE_METRICS
from ..metrics.names import SHARE_OF_STRIDES
from ..version import NOT_A_DEVICE, __version__
from .plan import Planned
from .store import LOGS, RECORDINGS, Store
from .tables import pooled

WIDTH, LABEL, ROW, AXIS = 460, 118, 34, 22
EDGE = 12
MAX_TICKS = 5


@dataclass(frozen=True)
class Value:
    """One number, where it comes from, and whether it is to be read with care."""

    value: float
    recording: str
    care: bool = False


@dataclass(frozen=True)
class Dot:
    """A number at its place."""

    x: float
    y: float
    value: Value


@dataclass(frozen=True)
class Row:
    """One group: its dots, and the box from the first to the third quartile with the median."""

    label: str
    kind: str
    y: float
    dots: tuple[Dot, ...]
    quartiles: tuple[float, float, float]
    median: float


@dataclass(frozen=True)
class Strip:
    """One metric over groups."""

    title: str
    unit: str
    height: float
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float = WIDTH


def strip(title: str, unit: str, groups: Mapping[str, Sequence[Value]]) -> Strip | None:
    """Return the strip of one metric; None where no group has a number."""
    filled = {label: values for label, values in groups.items() if values}
    numbers = [one.value for values in filled.values() for one in values]
    if not numbers:
        return None
    marks = _ticks(min(numbers), max(numbers))
    rows = tuple(
        _row(label, EDGE + ROW * place + ROW / 2, values, marks)
        for place, (label, values) in enumerate(filled.items())
    )
    ticks = tuple((_place(mark, marks), _label(mark)) for mark in marks)
    return Strip(title, unit, EDGE + ROW * len(rows) + AXIS, rows, ticks)


def _row(label: str, y: float, values: Sequence[Value], marks: Sequence[float]) -> Row:
    numbers = [one.value for one in values]
    quartiles = np.quantile(numbers, (0.25, 0.5, 0.75))
    low, middle, high = (_place(float(value), marks) for value in quartiles)
    dots = tuple(Dot(_place(one.value, marks), y + _aside(one.recording), one) for one in values)
    return Row(label, label.casefold(), y, dots, (low, middle, high), float(quartiles[1]))


def _place(value: float, marks: Sequence[float]) -> float:
    share = (value - marks[0]) / (marks[-1] - marks[0])
    return round(LABEL + share * (WIDTH - LABEL - EDGE), 1)


def _aside(recording: str) -> float:
    """Return a small shift across the strip, always the same for a recording, so that dots do not hide."""
    byte = hashlib.sha256(recording.encode()).digest()[0]
    return round((byte / 255 - 0.5) * 0.5 * ROW, 1)


def _ticks(low: float, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    spread = high - low or max(abs(high) * 0.1, 0.1)
    middle = (low + high) / 2
    ticks = MaxNLocator(MAX_TICKS).tick_values(middle - 0.55 * spread, middle + 0.55 * spread)
    return [float(tick) for tick in ticks]


def _label(mark: float) -> str:
    return f"{round(mark, 6) + 0.0:g}".replace("-", "−")


def render(template: str, **content: Any) -> bytes:
    """Return a page of `templates/`, filled."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    shared = {
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
        "notice": NOT_A_DEVICE,
        "version": __version__,
    }
    return pages.get_template(template).render(**shared, **content).encode()


def title_of(metric: str) -> str:
    """Return a metric's name for people; one that has none keeps its own."""
    from ..pages.report.texts import load_texts

    named = load_texts()["metrics"]
    for ending, words in (("_asymmetry_percent", ": asymmetry"), ("_cv_percent", ": variation")):
        if metric.endswith(ending):
            return f"{title_of(metric.removesuffix(ending))}{words}"
    return str(named.get(metric, metric.replace("_", " ").capitalize()))


WORST_FIRST = ("failed", "withheld", "caution", "duplicate", "pending", "ok")
SIDES = ("left", "right", "both")


@dataclass(frozen=True)
class Listed:
    """One recording in the list: what to say of it and where its report and log lie, if anywhere."""

    name: str
    standing: str
    said: str
    report: str
    log: str


def write_overview(recordings: Sequence[Planned], store: Store) -> None:
    """Write `overview.html`; within a quality, those come first of which most numbers are in doubt."""
    summary = pooled("summary", [one for one in recordings if one.outcome.measured], store)
    doubted = Counter(summary.loc[summary["quality"] != "ok", "recording"])
    listed = sorted(
        (_listed(one) for one in recordings),
        key=lambda one: (WORST_FIRST.index(one.standing), -doubted[one.name], one.name),
    )
    page = render(
        "overview.html.j2",
        recordings=listed,
        counts=Counter(one.standing for one in listed),
        order=WORST_FIRST,
        main=_strips(summary, [m for m in STRIDE_METRICS if m in set(summary["metric"])]),
        further=_strips(summary, [m for m in summary["metric"].unique() if m not in STRIDE_METRICS]),
    )
    store.write("overview.html", page)


def _listed(one: Planned) -> Listed:
    outcome = one.outcome
    standing = outcome.quality if outcome.measured else outcome.status
    return Listed(
        outcome.recording,
        standing,
        " ".join(text for text in (outcome.error, outcome.hint, outcome.reason, outcome.note) if text),
        f"{RECORDINGS}/{outcome.recording}/report.html" if outcome.measured else "",
        f"{LOGS}/{outcome.recording}.log" if outcome.final else "",
    )


def _strips(summary: pd.DataFrame, metrics: Sequence[str]) -> list[Strip]:
    strips = (_strip(metric, summary[summary["metric"] == metric]) for metric in metrics)
    return [one for one in strips if one]


def _strip(metric: str, rows: pd.DataFrame) -> Strip | None:
    known = rows.dropna(subset="value")
    groups = {
        side.capitalize(): [
            Value(value, recording, quality != "ok")
            for value, recording, quality in known.loc[
                known["side"] == side, ["value", "recording", "quality"]
            ].itertuples(index=False)
        ]
        for side in SIDES
    }
    unit = "%" if metric == SHARE_OF_STRIDES else str(rows["unit"].iloc[0])
    return strip(title_of(metric), unit, groups)
