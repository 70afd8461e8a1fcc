"""Ankle, shank, foot and knee against curves of straight lines, worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from made_strides import angles, strides, walk

from visiongait.datatypes import AngleSeries, Stride
from visiongait.metrics import METRICS, MeasuredStride
from visiongait.metrics.angles import contact_pattern

MEASURED = angles(walk())
LEFT, RIGHT = strides()[0], strides()[1]


def measured(stride: Stride, curves: AngleSeries, names: "tuple[str, ...]") -> "dict[str, float]":
    return METRICS.measure(MeasuredStride(stride, curves), names)


def ankle_metrics(stride: Stride, curves: AngleSeries) -> "dict[str, float]":
    return measured(stride, curves, METRICS.of_curve("ankle_dorsiflexion_deg"))


def knee_metrics(stride: Stride, curves: AngleSeries) -> "dict[str, float]":
    return measured(stride, curves, METRICS.of_curve("knee_flexion_deg"))


def foot_metrics(stride: Stride, curves: AngleSeries) -> "dict[str, float]":
    return measured(stride, curves, ("foot_strike_angle_deg", "heel_rise_percent", "contact_pattern"))


def shank_to_vertical_midstance_deg(stride: Stride, curves: AngleSeries) -> float:
    return METRICS["shank_to_vertical_midstance_deg"].compute(MeasuredStride(stride, curves))


def with_curve(name: str, change: "dict[int, float] | float") -> AngleSeries:
    """Replace samples of one curve of the left leg, or shift the whole of it."""
    curve = MEASURED.of("left", name).copy()
    if isinstance(change, Mapping):
        for sample, value in change.items():
            curve[sample] = value
    else:
        curve += change
    return replace(MEASURED, values={**MEASURED.values, "left": {**MEASURED.values["left"], name: curve}})


@pytest.mark.parametrize("stride", [LEFT, RIGHT])
def test_ankle(stride: Stride) -> None:
    assert ankle_metrics(stride, MEASURED) == pytest.approx(
        {
            "ankle_dorsiflexion_at_foot_strike_deg": 0.0,
            "peak_dorsiflexion_stance_deg": 10.0,
            "peak_dorsiflexion_swing_deg": 3.0,
            "peak_plantarflexion_deg": -20.0,
            "ankle_rom_deg": 30.0,
        },
        abs=1e-5,
    )


@pytest.mark.parametrize("stride", [LEFT, RIGHT])
def test_knee(stride: Stride) -> None:
    # stance peak before mid-stance (30 %), minimum within single support (10 to 50 %)
    assert knee_metrics(stride, MEASURED) == pytest.approx(
        {
            "knee_flexion_at_foot_strike_deg": 5.0,
            "peak_knee_flexion_stance_deg": 20.0,
            "min_knee_flexion_stance_deg": 4.0,
            "peak_knee_flexion_swing_deg": 60.0,
        },
        abs=1e-5,
    )


def test_shank_at_mid_stance() -> None:
    assert shank_to_vertical_midstance_deg(LEFT, MEASURED) == pytest.approx(12.0)  # -18 + 30 % · 60 / 60 %
    assert np.isnan(shank_to_vertical_midstance_deg(replace(LEFT, opposite_foot_strike_s=None), MEASURED))


def test_foot() -> None:
    foot = foot_metrics(LEFT, MEASURED)
    assert foot["foot_strike_angle_deg"] == pytest.approx(20.0, abs=1e-5)
    assert foot["contact_pattern"] == "heel"
    assert foot["heel_rise_percent"] == pytest.approx(42.5)  # 2° per % from 40 %, 5° at 42.5 %


def test_a_heel_that_never_comes_down_never_rises() -> None:
    assert np.isnan(foot_metrics(LEFT, with_curve("foot_to_floor_deg", -40.0))["heel_rise_percent"])


def test_a_heel_that_stays_down_never_rises() -> None:
    assert np.isnan(foot_metrics(LEFT, with_curve("foot_to_floor_deg", 60.0))["heel_rise_percent"])


def test_a_sole_not_seen_at_heel_rise_gives_none() -> None:
    assert np.isnan(foot_metrics(LEFT, with_curve("foot_to_floor_deg", {43: np.nan}))["heel_rise_percent"])


@pytest.mark.parametrize(
    ("angle_deg", "pattern"),
    [(20, "heel"), (7.41, "heel"), (7.4, "flat"), (0, "flat"), (-0.8, "flat"), (-0.81, "forefoot")],
)
def test_contact_pattern(angle_deg: float, pattern: str) -> None:
    assert contact_pattern(angle_deg) == pattern


def test_contact_not_measured() -> None:
    assert contact_pattern(np.nan) is None


def test_a_shift_of_the_zero_moves_the_peaks_and_not_the_range() -> None:
    shifted = ankle_metrics(LEFT, with_curve("ankle_dorsiflexion_deg", 7.0))
    assert shifted["peak_dorsiflexion_stance_deg"] == pytest.approx(17.0)
    assert shifted["peak_plantarflexion_deg"] == pytest.approx(-13.0, abs=1e-5)
    assert shifted["ankle_rom_deg"] == pytest.approx(30.0, abs=1e-5)


def test_a_peak_beside_a_gap_is_not_a_peak() -> None:
    metrics = ankle_metrics(LEFT, with_curve("ankle_dorsiflexion_deg", {49: np.nan}))
    assert np.isnan(metrics["peak_dorsiflexion_stance_deg"])
    assert metrics["peak_dorsiflexion_swing_deg"] == pytest.approx(3.0)


def test_a_peak_needs_most_of_its_window() -> None:
    hidden = dict.fromkeys(range(63, 75), np.nan)  # 12 of 40 samples of swing, far from its peak at 85 %
    metrics = ankle_metrics(LEFT, with_curve("ankle_dorsiflexion_deg", hidden))
    assert np.isnan(metrics["peak_dorsiflexion_swing_deg"])
    assert metrics["peak_dorsiflexion_stance_deg"] == pytest.approx(10.0)


def test_a_missing_foot_off_costs_stance_and_swing_peaks_only() -> None:
    metrics = ankle_metrics(replace(LEFT, foot_off_s=None), MEASURED)
    assert np.isnan(metrics["peak_dorsiflexion_stance_deg"])
    assert np.isnan(metrics["peak_dorsiflexion_swing_deg"])
    assert metrics["ankle_rom_deg"] == pytest.approx(30.0, abs=1e-5)


def test_events_between_samples_are_interpolated() -> None:
    late = replace(LEFT, start_s=0.004)
    assert ankle_metrics(late, MEASURED)["ankle_dorsiflexion_at_foot_strike_deg"] == pytest.approx(-0.25)
