"""Drawings of the report put numbers where they belong."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_walk import walk

from visiongait.datatypes import Band, Origin
from visiongait.metrics import Rockers
from visiongait.pages.cycle_charts import LEFT, RIGHT, cycle_charts, cycles_to_show, rockers_to_show
from visiongait.pages.plotting import Axis, polyline, ticks
from visiongait.pages.report_drawings import TIMELINE_LEFT, TIMELINE_RIGHT, phase_bars, timeline

SOMEBODY = Origin("A paper", "some people")


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15)


def places(d):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", d), dtype=float)


def test_curves_end_where_their_values_are(made):
    (ankle, *_) = cycle_charts(made.assessment.cycles)
    left = next(curves for curves in ankle.sides if curves.side == "left")
    cycles = made.assessment.cycles
    mean = cycles[cycles["side"] == "left"].groupby("percent")["ankle_dorsiflexion_deg"].mean()
    labels = {label: y for y, label in ankle.y_ticks}
    per_degree = (labels["10"] - labels["0"]) / 10
    first = re.match(r"M([\d.]+) ([\d.]+)L", left.mean)
    assert float(first[1]) == ankle.x_ticks[0][0]
    assert float(first[2]) == pytest.approx(labels["0"] + per_degree * mean[0], abs=0.1)


def test_invalid_strides_are_not_drawn(made):
    cycles = made.assessment.cycles.assign(valid=False)
    assert cycle_charts(cycles) == ()


def test_single_stride_has_a_curve_without_a_band(made):
    cycles = made.assessment.cycles
    one = cycles[(cycles["side"] == "left") & (cycles["stride"] == 0)]
    chart = cycle_charts(one)[0]
    assert [curves.side for curves in chart.sides] == ["left"]
    assert chart.sides[0].band == ""
    assert chart.sides[0].mean


def test_timeline_pairs_each_strike_with_its_own_foot_off(made):
    events = made.assessment.events
    line = timeline(made.assessment)
    left = [bar for bar in line.stances if bar.side == "left"]
    offs = ((events["side"] == "left") & (events["event"] == "foot_off")).sum()
    assert len(left) == offs
    assert all(bar.x >= TIMELINE_LEFT and bar.x + bar.width <= TIMELINE_RIGHT for bar in line.stances)


def test_timeline_leaves_a_missing_foot_off_open(made):
    events = made.assessment.events
    first_off = events[(events["side"] == "left") & (events["event"] == "foot_off")].index[0]
    fewer = timeline(replace(made.assessment, events=events.drop(first_off)))
    assert len(fewer.stances) == len(timeline(made.assessment).stances) - 1


def test_broken_line_is_lifted():
    d = polyline(np.array([0.0, 1, 2, 3]), np.array([1.0, np.nan, 2, 3]))
    assert d == "M0.0 1.0M2.0 2.0L3.0 3.0"


@given(st.floats(-500, 500, allow_subnormal=False), st.floats(0.1, 500))
def test_ticks_cover_the_range_evenly(low, span):
    levels = ticks(low, low + span)
    assert levels[0] <= low
    assert levels[-1] >= low + span
    assert len(levels) <= 8
    assert np.ptp(np.diff(levels)) < 1e-9


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_axis_maps_its_ends_onto_its_ends(start, end):
    axis = Axis(2.0, 12.0, start, end)
    assert axis.place(2.0) == pytest.approx(start)
    assert axis.place(12.0) == pytest.approx(end)
    assert axis.place(7.0) == pytest.approx((start + end) / 2)


def test_a_reference_curve_lies_where_its_numbers_are(made):
    usual = Band("ankle_dorsiflexion_deg", np.full(101, 10.0), np.full(101, 5.0), SOMEBODY)
    ankle = cycle_charts(made.assessment.cycles, {"ankle_dorsiflexion_deg": usual})[0]
    y = {label: y for y, label in ankle.y_ticks}
    assert places(ankle.reference_mean)[:, 1] == pytest.approx(y["10"], abs=0.1)
    assert {round(float(v)) for v in places(ankle.reference_band)[:, 1]} == {
        round((y["10"] + y["20"]) / 2),
        round((y["10"] + y["0"]) / 2),
    }


def test_a_reference_curve_without_spread_has_no_band(made):
    usual = Band("ankle_dorsiflexion_deg", np.zeros(101), np.full(101, np.nan), SOMEBODY)
    ankle = cycle_charts(made.assessment.cycles, {"ankle_dorsiflexion_deg": usual})[0]
    assert ankle.reference_band == ""
    assert ankle.reference_mean


def test_a_reference_curve_beyond_the_strides_stays_in_the_chart(made):
    usual = Band("ankle_dorsiflexion_deg", np.full(101, 55.0), np.full(101, 5.0), SOMEBODY)
    ankle = cycle_charts(made.assessment.cycles, {"ankle_dorsiflexion_deg": usual})[0]
    assert float(ankle.y_ticks[-1][1]) >= 60


def test_rockers_are_marked_on_the_ankles_mean_only(made):
    ends = {"left": Rockers(8.0, 40.0, 62.0), "right": Rockers(np.nan, 40.0, np.nan)}
    ankle, shank, *_ = cycle_charts(made.assessment.cycles, rockers=ends)
    left, right = ankle.sides
    assert [(kind, round(x, 1)) for kind, x, _ in left.rockers] == [
        ("foot_flat", round(LEFT + 0.08 * (RIGHT - LEFT), 1)),
        ("heel_rise", round(LEFT + 0.40 * (RIGHT - LEFT), 1)),
    ]
    on_mean = places(left.mean)[8]
    assert left.rockers[0][1:] == pytest.approx(on_mean, abs=0.1)
    assert [kind for kind, *_ in right.rockers] == ["heel_rise"]
    assert right.foot_off_x is None
    assert shank.sides[0].rockers == ()
    assert shank.sides[0].foot_off_x == pytest.approx(LEFT + 0.62 * (RIGHT - LEFT))


def test_phases_fill_the_stride_without_overlap():
    (bars,) = phase_bars({"left": Rockers(8.0, 40.0, 62.0)}).values()
    assert [(bar.name, bar.ends_at) for bar in bars] == [
        ("heel", "8"),
        ("ankle", "40"),
        ("forefoot", "62"),
        ("swing", "100"),
    ]
    assert bars[0].x == LEFT
    for one, following in pairwise(bars):
        assert one.x + one.width == pytest.approx(following.x)
    assert bars[-1].x + bars[-1].width == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    ("rockers", "names"),
    [
        (Rockers(0.0, 40.0, 62.0), ["ankle", "forefoot", "swing"]),
        (Rockers(8.0, np.nan, 62.0), ["heel", "swing"]),
        (Rockers(np.nan, np.nan, np.nan), []),
    ],
)
def test_a_rocker_that_is_not_there_or_not_known_is_not_drawn(rockers, names):
    assert [bar.name for bar in phase_bars({"left": rockers})["left"]] == names


def withholding(assessment, side, *metrics):
    summary = assessment.summary.copy()
    gone = summary["metric"].isin(metrics) & (summary["side"] == side)
    summary.loc[gone, ["value", "quality"]] = [np.nan, "withheld"]
    return replace(assessment, summary=summary)


def test_a_curve_whose_every_number_is_withheld_is_not_drawn(made):
    ankle = [name for name in made.assessment.summary["metric"] if re.search("ankle|flexion_s|plantar", name)]
    shown = cycles_to_show(withholding(made.assessment, "left", *ankle))
    chart, shank, *_ = cycle_charts(shown)
    assert [curves.side for curves in chart.sides] == ["right"]
    assert chart.missing == ("left",)
    assert shank.missing == ()


def test_a_curve_with_one_number_left_is_drawn(made):
    shown = cycles_to_show(withholding(made.assessment, "left", "peak_plantarflexion_deg"))
    assert cycle_charts(shown)[0].missing == ()


def test_an_angle_withheld_on_both_sides_leaves_an_empty_chart(made):
    foot = "foot_strike_angle_deg"
    gone = withholding(withholding(made.assessment, "left", foot), "right", foot)
    chart = next(c for c in cycle_charts(cycles_to_show(gone)) if c.name == "foot_to_floor_deg")
    assert chart.sides == ()
    assert chart.missing == ("left", "right")


def test_rockers_of_a_withheld_heel_rise_are_not_drawn(made):
    ends = rockers_to_show(withholding(made.assessment, "left", "heel_rise_percent"))
    assert np.isnan([ends["left"].foot_flat_percent, ends["left"].heel_rise_percent]).all()
    assert ends["left"].foot_off_percent == pytest.approx(62, abs=2)
    assert np.isfinite(ends["right"].heel_rise_percent)
    assert np.isnan(
        rockers_to_show(withholding(made.assessment, "left", "stance_percent"))["left"].foot_off_percent
    )
