"""From what a test found to its assessment: the one place that fills in what all tests share."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from ...datatypes import (
    SIDES,
    AnkleZero,
    Assessment,
    FloatArray,
    LeftOut,
    PassSummary,
    Side,
    Verdict,
)
from ..registry import Recording
from .body import Body
from .numbers import Measure, summary_table
from .repetitions import Repetition
from .tables import frames_table, repetitions_table

NO_SCALE = "No height was given (--height): nothing is told in metres."
TILT = "The phone is taken to be level: angles against the vertical are off by as much as it is tilted."
OBLIQUE_DEG = 20.0
"""A view more oblique than this calls for caution: the breadth of the shoulders tells it to about 5°."""


@dataclass(frozen=True)
class Found:
    """What a test found in a body.

    rows: of the table of repetitions (see `repetitions_table`); summary: rows (`numbers.summary_row`); zeros:
    of both feet; heel_height_px: by side (N,), NaN where not known; reasons: for caution; left_out: stretches
    that were not measured; settings: of the test, for the record; curves: columns of frames.csv (N,) that the
    test tells better than the landmarks do.
    """

    rows: Sequence[Mapping[str, object]]
    summary: Sequence[Mapping[str, object]]
    zeros: Mapping[Side, AnkleZero]
    heel_height_px: Mapping[Side, FloatArray] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    curves: Mapping[str, FloatArray] = field(default_factory=dict)


TRACKED = 0.7
"""Share of a repetition in which the tested leg must have been tracked."""


def why_not(body: Body, side: Side, one: Repetition) -> str:
    """Return why a repetition of a leg does not count; empty where it does."""
    if not one.whole:
        return "It was not seen from its beginning to its end."
    rows = one.rows(body.time_s)
    if body.reliable(side)[rows].mean() < TRACKED:
        return "The leg was not tracked reliably."
    return ""


def refused(recording: Recording, verdict: Verdict, measures: Sequence[Measure]) -> Assessment:
    """Return the assessment of a recording in which the test was not found: reasons, and empty tables."""
    return recording.assessment(
        verdict, summary=summary_table(()), tables={"repetitions": repetitions_table((), measures)}
    )


def assessed(recording: Recording, body: Body, found: Found, measures: Sequence[Measure]) -> Assessment:
    """Return the assessment of a test that was found."""
    metres = body.metres_per_px
    nothing = np.full(len(body.time_s), np.nan)
    further = {
        f"{side}_heel_height_m": found.heel_height_px.get(side, nothing) * metres for side in SIDES
    } | {"trunk_lean_deg": body.trunk_lean_deg, **found.curves}
    reasons = [*found.reasons, *recording.detected.faults.warnings]
    angle_deg = body.stays.view_angle_deg
    if angle_deg is not None and angle_deg > OBLIQUE_DEG:
        reasons.append(f"It was filmed {angle_deg:.0f}° off the side view: angles are less certain.")
    notes = (*body.notes, *found.notes, *([NO_SCALE] if body.height_m is None else []), TILT)
    return recording.assessment(
        Verdict("caution" if reasons else "ok", tuple(dict.fromkeys(reasons))),
        summary=summary_table(found.summary),
        tables={"repetitions": repetitions_table(found.rows, measures, body)},
        frames=frames_table(recording.detected, recording.track, body, found.zeros, further),
        notes=notes,
        passes=(_as_pass(body, len(found.rows)),),
        left_out=found.left_out,
        ankle_zero=found.zeros,
        scale=body.scale,
        processing={"settings": dict(found.settings), "measures": _errors(measures)},
    )


def _as_pass(body: Body, count: int) -> PassSummary:
    """Return where the person stood, as the drawings and the page ask for it."""
    return PassSummary(
        start_s=float(body.time_s[0]),
        end_s=float(body.time_s[-1]),
        facing="right" if body.stays.facing > 0 else "left",
        near_side=body.near_side,
        view_angle_deg=body.stays.view_angle_deg,
        treadmill=False,
        camera_compensated=False,
        valid_strides=count,
    )


def _errors(measures: Sequence[Measure]) -> dict[str, object]:
    return {one.name: asdict(one.error) for one in measures if one.error is not None}
