"""A test's part of the report: its signal over time with the repetitions, and their table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from ...datatypes import SIDES, Assessment, FloatArray, Section
from ...system import number
from .numbers import Measure

WIDTH, HEIGHT = 1000.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 985.0, 30.0, 196.0
COLOURS = {"left": "#f06514", "right": "#228be6", "both": "#5c6570"}
"""Those of the legs in every drawing."""
INK, SOFT, GRID, SHADE = "#1f2429", "#5c6570", "#e9ecef", "#eef1f4"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


@dataclass(frozen=True)
class Curve:
    """What is drawn over time: columns of frames.csv, one line each, by whose colour; factor: to the unit."""

    title: str
    columns: tuple[tuple[str, str], ...]
    factor: float = 1.0


def both_sides(title: str, name: str, factor: float = 1.0) -> Curve:
    """Return a curve of each leg."""
    return Curve(title, tuple((f"{side}_{name}", side) for side in SIDES), factor)


def report_sections(
    assessment: Assessment,
    *,
    heading: str,
    sentences: Sequence[str],
    curves: Sequence[Curve],
    measures: Sequence[Measure],
    literature: Sequence[str] = (),
) -> tuple[Section, ...]:
    """Return the sections of a test: curves and repetitions, then what papers say; none where withheld."""
    if assessment.verdict.quality == "withheld":
        return ()
    repetitions = assessment.tables["repetitions"]
    tested = set(repetitions["side"])
    drawings = tuple(
        drawing for curve in curves if (drawing := _drawn(assessment.frames, repetitions, curve, tested))
    )
    columns, rows = _table(repetitions, measures)
    sections = [Section(heading, tuple(sentences), columns=columns, rows=rows, drawings=drawings)]
    if literature:
        sections.append(Section("What is known of this test", tuple(literature)))
    return tuple(sections)


def _table(
    repetitions: pd.DataFrame, measures: Sequence[Measure]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    shown = [one for one in measures if repetitions[one.name].notna().any()]
    columns = ("", "Leg", "Start–end (s)", *(_title(one) for one in shown), "Remarks")
    rows = tuple(
        (
            str(row["repetition"]),
            str(row["side"]).capitalize(),
            f"{_seconds(row['start_s'])}–{_seconds(row['end_s'])}",
            *(_cell(row, one) for one in shown),
            str(row["reject_reason"]),
        )
        for row in repetitions.to_dict("records")
    )
    return columns, rows


UNITS = {"deg": "°", "m": "cm", "s": "s", "": ""}
SHOWN_AS = {"m": 100.0}


def _title(one: Measure) -> str:
    unit = UNITS.get(one.unit, one.unit)
    return f"{one.title} ({unit})" if unit else one.title


def _cell(row: dict[object, object], one: Measure) -> str:
    """Return a value and half its interval as text."""
    value = float(row[one.name])  # type: ignore[arg-type]
    if not np.isfinite(value):
        return "–"
    factor = SHOWN_AS.get(one.unit, 1.0)
    text = number(value * factor, one.decimals)
    high = row.get(f"{one.name}_ci95_high", np.nan)
    half = (float(high) - value) * factor  # type: ignore[arg-type]
    return f"{text} ± {number(half, one.decimals)}" if np.isfinite(half) else text


def _seconds(time_s: float) -> str:
    return number(time_s, 1) if np.isfinite(time_s) else "…"


def _drawn(frames: pd.DataFrame, repetitions: pd.DataFrame, curve: Curve, tested: set[str]) -> str:
    """Return a chart over the recording's time as SVG; empty where there is nothing to draw."""
    lines = [
        (frames[name].to_numpy(dtype=float) * curve.factor, side)
        for name, side in curve.columns
        if name in frames and (side in tested or "both" in tested or side == "both")
    ]
    known = [values[np.isfinite(values)] for values, _ in lines]
    if not known or not sum(map(len, known)):
        return ""
    time_s = frames["time_s"].to_numpy(dtype=float)
    levels = _ticks(float(np.concatenate(known).min()), float(np.concatenate(known).max()), 5)
    x = _scale(time_s[0], time_s[-1], LEFT, RIGHT)
    y = _scale(levels[0], levels[-1], BOTTOM, TOP)
    parts = [*_shades(repetitions, x), *_grid(levels, y), *_clock(time_s, x)]
    for values, side in lines:
        parts.append(
            f'<path d="{_path(x(time_s), y(values))}" fill="none" stroke="{COLOURS[side]}" '
            f'stroke-width="2.2" stroke-linejoin="round"/>'
        )
    parts += _peaks(repetitions, x)
    parts.append(_text(LEFT - 40, 16, curve.title, INK, "bold 14px"))
    for place, (_, side) in enumerate(lines):
        if side in SIDES:
            parts.append(
                _text(RIGHT - 60 * (len(lines) - 1 - place), 16, side, COLOURS[side], "bold 13px", "end")
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'font-family="{FONT}">{"".join(parts)}</svg>'
    )


def _scale(low: float, high: float, start: float, end: float) -> Callable[[FloatArray], FloatArray]:
    return lambda value: (
        start + (np.asarray(value, dtype=float) - low) / ((high - low) or 1.0) * (end - start)
    )


def _shades(repetitions: pd.DataFrame, x: Callable[[FloatArray], FloatArray]) -> list[str]:
    """Return a grey ground behind each repetition, dashed where it does not count."""
    drawn = []
    for row in repetitions.to_dict("records"):
        ends = np.clip(np.nan_to_num(x(np.array([row["start_s"], row["end_s"]])), nan=RIGHT), LEFT, RIGHT)
        edge = "" if row["valid"] else f' stroke="{SOFT}" stroke-dasharray="4 4"'
        drawn.append(
            f'<rect x="{ends[0]:.1f}" y="{TOP}" width="{max(ends[1] - ends[0], 0):.1f}" '
            f'height="{BOTTOM - TOP}" fill="{SHADE}"{edge}/>'
        )
    return drawn


def _peaks(repetitions: pd.DataFrame, x: Callable[[FloatArray], FloatArray]) -> list[str]:
    """Return the number of each repetition at its decisive instant."""
    drawn = []
    for row in repetitions.to_dict("records"):
        at = float(x(np.array(row["peak_s"])))
        if np.isfinite(at):
            drawn.append(
                f'<path d="M{at:.1f} {TOP}V{BOTTOM}" stroke="{SOFT}" stroke-dasharray="2 3" fill="none"/>'
            )
            drawn.append(_text(at + 4, TOP + 12, str(row["repetition"]), SOFT, "12px"))
    return drawn


def _grid(levels: Sequence[float], y: Callable[[FloatArray], FloatArray]) -> list[str]:
    drawn = []
    for level in levels:
        at = float(y(np.array(level)))
        colour = "#868e96" if level == 0 else GRID
        drawn.append(f'<path d="M{LEFT} {at:.1f}H{RIGHT}" stroke="{colour}" fill="none"/>')
        drawn.append(_text(LEFT - 8, at + 4, number(level), SOFT, "12px", "end"))
    return drawn


def _clock(time_s: FloatArray, x: Callable[[FloatArray], FloatArray]) -> list[str]:
    levels = [one for one in _ticks(time_s[0], time_s[-1], 12) if time_s[0] <= one <= time_s[-1]]
    marks = [
        _text(float(x(np.array(one))), BOTTOM + 18, number(one), SOFT, "12px", "middle") for one in levels
    ]
    return [*marks, _text(RIGHT, HEIGHT - 2, "s", SOFT, "12px", "end")]


def _ticks(low: float, high: float, at_most: int) -> list[float]:
    """Return round whole values that cover low to high."""
    span = max(high - low, 1e-9)
    power = 10.0 ** np.floor(np.log10(span / at_most))
    step = next(power * one for one in (1, 2, 5, 10, 20, 50) if span / (power * one) <= at_most)
    first, last = int(np.floor(low / step)), int(np.ceil(high / step))
    return [round(place * step, 9) for place in range(first, max(last, first + 1) + 1)]


def _path(x: FloatArray, y: FloatArray) -> str:
    commands, down = [], False
    for px, py in zip(x, y, strict=True):
        if np.isfinite(py):
            commands.append(f"{'L' if down else 'M'}{px:.1f} {py:.1f}")
        down = bool(np.isfinite(py))
    return "".join(commands)


def _text(x: float, y: float, text: str, colour: str, font: str, anchor: str = "start") -> str:
    weight, size = font.split() if " " in font else ("normal", font)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'style="font-size:{size};font-weight:{weight};fill:{colour}">{escape(text)}</text>'
    )
