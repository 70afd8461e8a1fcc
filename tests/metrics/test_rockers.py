"""The rockers of stance and the instants of a stride, by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.metrics import KEY_INSTANTS, foot_flat_percent, key_instants_s, rockers

PERCENT = np.arange(101)
EVENTS = pd.DataFrame(
    [
        (0.0, "left", "foot_strike"),
        (0.12, "right", "foot_off"),
        (0.5, "right", "foot_strike"),
        (0.6, "left", "foot_off"),
        (1.0, "left", "foot_strike"),
        (1.12, "right", "foot_off"),
    ],
    columns=["time_s", "side", "event"],
)


def tables(strike_deg=20.0, heel_rise=40.0):
    """One left stride of 1 s: the sole falls evenly to 0° at 8 %, stance ends at 60 %."""
    pitch = np.interp(PERCENT, [0, 8, 40, 60, 100], [strike_deg, 0, 0, -40, strike_deg])
    cycles = pd.DataFrame({"stride": 1, "side": "left", "percent": PERCENT, "foot_to_floor_deg": pitch})
    stride = {
        "stride": 1,
        "side": "left",
        "start_s": 0.0,
        "end_s": 1.0,
        "valid": True,
        "stance_time_s": 0.6,
        "stance_percent": 60.0,
        "heel_rise_percent": heel_rise,
    }
    return pd.DataFrame([stride]), cycles


def test_rockers_end_where_they_do_by_hand():
    found = rockers(*tables())
    assert set(found) == {"left"}
    assert found["left"].foot_flat_percent == pytest.approx(6.0)  # 20° to 5° at 2.5° per per cent
    assert found["left"].heel_rise_percent == 40.0
    assert found["left"].foot_off_percent == 60.0


def test_a_rejected_stride_counts_for_nothing():
    strides, cycles = tables()
    assert rockers(strides.assign(valid=False), cycles) == {}


@pytest.mark.parametrize("strike_deg", [4.0, 0.0, -4.9])
def test_a_foot_that_lands_flat_has_no_heel_rocker(strike_deg):
    assert rockers(*tables(strike_deg))["left"].foot_flat_percent == 0.0


def test_a_foot_that_lands_on_its_toes_is_flat_when_the_heel_comes_down():
    assert rockers(*tables(-20.0))["left"].foot_flat_percent == pytest.approx(6.0)


@given(st.floats(6, 60))
def test_a_foot_that_never_comes_down_is_never_flat(tilt_deg):
    assert np.isnan(foot_flat_percent(np.full(101, -tilt_deg)))


def test_a_gap_before_foot_flat_leaves_it_unknown():
    pitch = np.interp(PERCENT, [0, 8, 100], [20.0, 0, 0])
    pitch[3] = np.nan
    assert np.isnan(foot_flat_percent(pitch))


def test_instants_of_a_stride_by_hand():
    strides, cycles = tables()
    found = key_instants_s(strides.iloc[0].to_dict(), cycles, EVENTS)
    assert list(found) == list(KEY_INSTANTS)
    assert list(found.values()) == pytest.approx([0.0, 0.06, 0.31, 0.4, 0.6, 0.8])


def test_unknown_instants_are_left_out():
    strides, cycles = tables(heel_rise=np.nan)
    found = key_instants_s(strides.iloc[0].to_dict(), cycles, EVENTS.iloc[[0, 3, 4]])
    assert list(found) == ["foot_strike", "foot_flat", "foot_off", "mid_swing"]
