"""Durations and shares, against a stride worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import Stride
from visiongait.metrics import METRICS, MeasuredStride, mid_stance_s
from visiongait.metrics.timing import TIMING

STRIDE = Stride("left", 10.0, 11.25, 10.15, 10.65, 10.80, 0)


def temporal_metrics(stride: Stride) -> dict[str, float]:
    """Events are all that these need."""
    names = [metric.name for metric in TIMING]
    return METRICS.measure(MeasuredStride(stride, angles=None), names)


def test_every_metric_of_a_stride_of_1_25_s() -> None:
    assert temporal_metrics(STRIDE) == pytest.approx(
        {
            "stride_time_s": 1.25,
            "step_time_s": 0.60,
            "stance_time_s": 0.80,
            "swing_time_s": 0.45,
            "stance_percent": 64.0,
            "swing_percent": 36.0,
            "double_support_percent": 24.0,
            "single_support_percent": 40.0,
            "cadence_steps_per_min": 96.0,
        }
    )


def test_mid_stance_is_half_of_single_support() -> None:
    assert mid_stance_s(STRIDE) == pytest.approx(10.40)
    assert mid_stance_s(replace(STRIDE, opposite_foot_off_s=None)) is None


@pytest.mark.parametrize(
    ("missing", "lost"),
    [
        ("foot_off_s", {"stance_time_s", "swing_time_s", "stance_percent", "swing_percent"}),
        ("opposite_foot_strike_s", {"step_time_s", "single_support_percent"}),
        ("opposite_foot_off_s", {"single_support_percent"}),
    ],
)
def test_a_missing_event_costs_only_what_needs_it(missing: str, lost: set[str]) -> None:
    metrics = temporal_metrics(replace(STRIDE, **{missing: None}))
    blank = {name for name, value in metrics.items() if value != value}
    assert blank == lost | {"double_support_percent"}


def test_events_out_of_order_give_no_negative_time() -> None:
    metrics = temporal_metrics(replace(STRIDE, opposite_foot_off_s=9.9))
    assert metrics["double_support_percent"] != metrics["double_support_percent"]


fractions = st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3, unique=True).map(sorted)


@given(fractions, st.floats(0.5, 4.0), st.floats(-100, 100))
def test_shares_add_up_whatever_the_stride_and_whenever_it_is(
    inside: list[float], stride_s: float, shift_s: float
) -> None:
    off, strike, own_off = (shift_s + stride_s * share for share in inside)
    m = temporal_metrics(Stride("right", shift_s, shift_s + stride_s, off, strike, own_off, 0))
    assert m["stance_percent"] + m["swing_percent"] == pytest.approx(100)
    assert m["double_support_percent"] + m["single_support_percent"] == pytest.approx(m["stance_percent"])
    assert m["stance_time_s"] + m["swing_time_s"] == pytest.approx(m["stride_time_s"])
    assert m["stance_percent"] == pytest.approx(100 * inside[2])
