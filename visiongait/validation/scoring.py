"""The errors of one result against the truth of its clip: per figure, leg and stride."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..datatypes import SIDES, BoolArray, EventKind, FloatArray, Side, in_means
from ..metrics import METRICS, MeasuredStride
from .result import Result
from .truth import ANGLE_KEYS, EVENT_KEYS, TrueWalk

STRIDE_COLUMNS = ("clip", "view_angle_deg", "leg", "side", "metric", "start_s", "true", "measured")
SAME_STRIDE_S = 0.15
"""Both ends of the same stride are nearer than this."""


def matched_strides(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return every metric of every valid stride that has a true one, measured beside true.

    A row is a metric of a stride, with the columns of `STRIDE_COLUMNS`; `measured` is NaN where it lacks the
    metric, or the summary withholds it for that side: what the product does not stand by is not judged.
    """
    rows = [
        row
        for _, stride in _valid(result).iterrows()
        for _, true in _same(truth.stride_metrics, stride).iterrows()
        for row in _rows(truth, stride, true, _withheld(result.summary, str(stride["side"])))
    ]
    return pd.DataFrame(rows, columns=list(STRIDE_COLUMNS))


def leg_means(strides: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each metric over the strides of each leg and clip: `n`, `true`, `measured`."""
    both = strides.dropna(subset=["true", "measured"])
    groups = both.groupby(["clip", "view_angle_deg", "leg", "side", "metric"], sort=False)
    return groups.agg(n=("true", "size"), true=("true", "mean"), measured=("measured", "mean")).reset_index()


def _valid(result: Result) -> pd.DataFrame:
    strides = result.strides
    return in_means(strides)


def _same(table: pd.DataFrame, stride: "pd.Series[float]") -> pd.DataFrame:
    if not len(table):
        return table
    near = (table[["start_s", "end_s"]] - [stride["start_s"], stride["end_s"]]).abs() <= SAME_STRIDE_S
    return table[(table["side"] == stride["side"]) & near.all(axis=1)]


def _withheld(summary: pd.DataFrame, side: str) -> set[str]:
    if not len(summary):
        return set()
    mine = summary[(summary["side"] == side) & (summary["quality"] == "withheld")]
    return set(mine["metric"])


def _rows(
    truth: TrueWalk, stride: "pd.Series[float]", true: "pd.Series[float]", withheld: set[str]
) -> list[dict[str, object]]:
    side = stride["side"]
    about = {"clip": truth.name, "view_angle_deg": truth.view_angle_deg, "side": side}
    return [
        about
        | {
            "leg": truth.leg(side),  # type: ignore[arg-type]
            "metric": metric,
            "start_s": stride["start_s"],
            "true": true[metric],
            "measured": np.nan if metric in withheld else stride.get(metric, np.nan),
        }
        for metric in METRICS.names()
        if metric in true and isinstance(true[metric], float)
    ]


COLUMNS = (
    "clip",
    "view_angle_deg",
    "leg",
    "side",
    "figure",
    "wanted",
    "n",
    "invented",
    "mae",
    "bias",
    "rmse",
)
PER_STRIDE = (
    "ankle_rom_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
)
"""Figures of the ankle read per stride, strides cut with the true events so that errors stay apart."""

OF_STRIDES_TABLE = (
    "step_length_m",
    "walking_speed_m_per_s",
    "stride_time_s",
    "cadence_steps_per_min",
    "min_toe_clearance_m",
)
"""Figures read from the product's own strides."""

RELATIVE = ("walking_speed_m_per_s", "stride_time_s", "cadence_steps_per_min")
"""Figures whose error is given in percent of the truth."""

SAME_EVENT_S = 0.15
"""An event farther from the true one is another event."""

EDGE_S, AROUND_S = 0.1, 0.12
"""Events this near to the clip's ends, or with legs out of the picture this near, are not counted."""


def score(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return the errors of one clip, a row per leg and figure.

    Columns: `wanted`, how many samples (frames, strides, events) there were to measure; `n`, how many were;
    `invented`, events that never happened; `mae`, `bias` (measured minus true), `rmse` in the unit of the
    figure's name, NaN where n = 0; percent for `RELATIVE`.  Angles count on frames with both legs in the
    picture.
    """
    rows = [
        {"clip": truth.name, "view_angle_deg": truth.view_angle_deg, "leg": truth.leg(side), "side": side}
        | row
        for side in SIDES
        for row in (
            *_angles(truth, result, side),
            *_peaks(truth, result, side),
            *_events(truth, result, side),
            *_strides(truth, result, side),
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(figure: str, errors: FloatArray, wanted: int, invented: int = 0) -> dict[str, object]:
    """Return one figure; errors that are NaN were not measured."""
    found = errors[np.isfinite(errors)]
    row: dict[str, object] = {"figure": figure, "wanted": wanted, "n": len(found), "invented": invented}
    if not len(found):
        return row | dict.fromkeys(("mae", "bias", "rmse"), np.nan)
    return row | {
        "mae": float(np.abs(found).mean()),
        "bias": float(found.mean()),
        "rmse": float(np.sqrt((found**2).mean())),
    }


def _angles(truth: TrueWalk, result: Result, side: Side) -> Iterator[dict[str, object]]:
    measured = result.angles_at(truth.angles.time_s)
    for name in ANGLE_KEYS:
        error = (measured.of(side, name) - truth.angles.of(side, name))[truth.legs_in_frame]
        yield _row(name, error, len(error))


def _peaks(truth: TrueWalk, result: Result, side: Side) -> Iterator[dict[str, object]]:
    measured = result.angles_at(truth.angles.time_s)
    whole = [one for one in truth.strides if one.side == side and truth.seen(one.start_s, one.end_s)]
    for name in PER_STRIDE:
        here, there = (
            np.array([METRICS[name].compute(MeasuredStride(one, angles)) for one in whole], dtype=float)
            for angles in (measured, truth.angles)
        )
        yield _row(name, here - there, len(whole))


def _events(truth: TrueWalk, result: Result, side: Side) -> Iterator[dict[str, object]]:
    for kind in EVENT_KEYS:
        error_s, invented = event_errors(truth, result.event_times(side, kind), side, kind)
        yield _row(kind, error_s, len(error_s), invented)


def event_errors(truth: TrueWalk, found_s: FloatArray, side: Side, kind: EventKind) -> tuple[FloatArray, int]:
    """Return the error (s) of each true event that could be seen, NaN if it was missed, and the inventions.

    An event is invented if it could be seen and is not the nearest to any true event within `SAME_EVENT_S`.
    """
    true_s = truth.events.times(side, kind)
    matched = np.array([_nearest(found_s, one) for one in true_s], dtype=float)
    countable = _seen(truth, true_s)
    invented = ~np.isin(found_s, matched) & _seen(truth, found_s)
    return (matched - true_s)[countable], int(invented.sum())


def _nearest(found_s: FloatArray, true_s: float) -> float:
    near = found_s[np.abs(found_s - true_s) <= SAME_EVENT_S]
    return float(near[np.argmin(np.abs(near - true_s))]) if len(near) else np.nan


def _seen(truth: TrueWalk, instants_s: FloatArray) -> BoolArray:
    time_s = truth.angles.time_s
    return np.array(
        [
            time_s[0] + EDGE_S <= t <= time_s[-1] - EDGE_S
            and truth.legs_in_frame[np.abs(time_s - t) < AROUND_S].all()
            for t in instants_s
        ],
        dtype=bool,
    )


def _strides(truth: TrueWalk, result: Result, side: Side) -> Iterator[dict[str, object]]:
    pairs = matched_strides(truth, result)
    mine = pairs[pairs["side"] == side]
    for name in OF_STRIDES_TABLE:
        here = mine[mine["metric"] == name]
        error = (here["measured"] - here["true"]).to_numpy(float)
        if name in RELATIVE:
            error = 100.0 * error / here["true"].to_numpy(float)
        yield _row(name, error, len(here))
