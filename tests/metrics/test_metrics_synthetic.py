"""Metrics of the synthetic walker, given its true angles and events, against its own geometry."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from visiongait.datatypes import SIDES, EventReport, Side
from visiongait.events import find_strides
from visiongait.metrics import measure_strides, strides_schema
from visiongait.synthetic import SyntheticWalk

RATE_HZ, PX_PER_M = 200.0, 1000.0
SLOW = SyntheticWalk(speed_m_per_s=0.4, stride_time_s=2.2, duration_s=9.1)
USUAL = SyntheticWalk(speed_m_per_s=1.2, stride_time_s=1.1)
FAST = SyntheticWalk(speed_m_per_s=1.6, stride_time_s=0.95)
UNEVEN = SyntheticWalk(step_time_asymmetry=0.05)
WALKS = {"slow": SLOW, "usual": USUAL, "fast": FAST, "uneven": UNEVEN, "belt": replace(USUAL, treadmill=True)}


def measured(walk: SyntheticWalk) -> pd.DataFrame:
    scaled = walk.walk_pass(RATE_HZ)
    path = scaled.trajectories
    pixels = replace(
        scaled,
        trajectories=replace(path, position=path.position * PX_PER_M, unit="px"),
        height_px=np.full(len(path.time_s), walk.height_m * PX_PER_M),
    )
    strides = find_strides(EventReport(walk.events()), 0)
    rows = measure_strides(strides, walk.angles(path.time_s), pixels, scaled)
    table = pd.DataFrame(rows, columns=list(strides_schema().names))
    assert table["valid"].all()
    return table


@pytest.mark.parametrize("name", WALKS)
def test_times_and_lengths(name: str) -> None:
    walk = WALKS[name]
    for row in measured(walk).to_dict("records"):
        side: Side = row["side"]
        assert row["stride_time_s"] == pytest.approx(walk.stride_time_s)
        assert row["stance_percent"] == pytest.approx(100 * walk.stance_share)
        assert row["double_support_percent"] == pytest.approx(200 * (walk.stance_share - 0.5))
        # within pictures the heel behind has begun to roll
        within = {"rel": 0.04} if walk.treadmill else {"rel": 2e-3}
        step_m = walk.step_length_m(side)
        assert row["stride_length_m"] == pytest.approx(walk.stride_length_m, **within)
        assert row["walking_speed_m_per_s"] == pytest.approx(walk.speed_m_per_s, **within)
        assert row["step_length_m"] == pytest.approx(step_m, **within)
        assert row["step_length_per_height"] == pytest.approx(step_m / walk.height_m, **within)


@pytest.mark.parametrize("name", ["slow", "usual", "fast"])
def test_angles_are_the_true_curves_extremes(name: str) -> None:
    walk = WALKS[name]
    time_s = walk.clock(2000.0)
    truth = walk.angles(time_s)
    for row in measured(walk).to_dict("records"):
        stride = (time_s >= row["start_s"]) & (time_s <= row["end_s"])
        swing = stride & (time_s >= row["foot_off_s"])
        ankle = truth.of(row["side"], "ankle_dorsiflexion_deg")
        knee = truth.of(row["side"], "knee_flexion_deg")
        assert row["ankle_rom_deg"] == pytest.approx(np.ptp(ankle[stride]), abs=0.2)
        assert row["peak_plantarflexion_deg"] == pytest.approx(ankle[stride].min(), abs=0.2)
        assert row["peak_dorsiflexion_swing_deg"] == pytest.approx(ankle[swing].max(), abs=0.2)
        assert row["peak_knee_flexion_swing_deg"] == pytest.approx(knee[swing].max(), abs=0.2)


def test_the_foot_rolls_from_heel_to_toe() -> None:
    table = measured(USUAL)
    assert set(table["contact_pattern"]) == {"heel"}
    assert table["foot_strike_angle_deg"].between(10, 30).all()
    assert table["heel_rise_percent"].between(30, 55).all()


def test_a_dropped_foot_shows_on_its_own_side() -> None:
    there, usual = measured(SyntheticWalk(affected="left", foot_drop_deg=15.0)), measured(SyntheticWalk())
    shift_deg = {
        side: there.loc[there["side"] == side, "peak_dorsiflexion_swing_deg"].mean()
        - usual.loc[usual["side"] == side, "peak_dorsiflexion_swing_deg"].mean()
        for side in SIDES
    }
    assert abs(shift_deg["right"]) < 3  # the whole body sinks or rises a little
    assert shift_deg["left"] < shift_deg["right"] - 10
