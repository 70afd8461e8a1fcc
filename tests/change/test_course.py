"""Which sessions belong together: baseline, follow-ups, second task, tiredness, symmetry."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from made_sessions import assessment, session, withheld

from visiongait.change import (
    drift,
    dual_task_costs,
    follow,
    follow_in_order,
    symmetry_bounds,
    symmetry_checklist,
)
from visiongait.change.effects import ratio_percent
from visiongait.datatypes import Conditions, Estimate, Session
from visiongait.errors import UsageError

SPEED = "walking_speed_m_per_s"


def test_sessions_are_ordered_by_day_and_compared_with_the_first():
    course = follow(
        "P01", [session("c", "2026-11-01"), session("a", "2026-09-01"), session("b", "2026-10-01")]
    )
    assert [one.name for one in course.sessions] == ["a", "b", "c"]
    assert [step.session.name for step in course.steps] == ["b", "c"]


def test_the_baseline_is_single_and_fresh():
    sessions = [
        session("t", "2026-08-01", state="tired"),
        session("a", "2026-09-01"),
        session("b", "2026-10-01"),
    ]
    assert follow("P01", sessions).baseline.name == "a"


def test_another_clinical_test_is_left_out():
    visits = [session("a", "2026-09-01"), session("x", "2026-10-01"), session("b", "2026-11-01")]
    visits[1] = replace(visits[1], assessment=replace(visits[1].assessment, test="lunge"))
    course = follow("P01", visits)
    assert [step.session.name for step in course.steps] == ["b"]
    assert [(one.name, why) for one, why in course.left_out] == [
        ("x", "It is a different clinical test (lunge).")
    ]


def test_a_second_task_on_the_same_day_has_a_cost_and_is_no_follow_up():
    slow = {SPEED: 0.95}
    course = follow("P01", [session("a"), session("d", task="dual", left=slow, right=slow)])
    assert course.steps == ()
    (effect,) = course.dual_task
    cost = next(one for one in effect.costs if (one.metric, one.side) == (SPEED, "both"))
    assert cost.percent.value == pytest.approx(100 * (0.95 - 1.19) / 1.19, abs=2)
    assert cost.percent.low < cost.percent.value < cost.percent.high < 0


def test_a_cost_needs_a_natural_zero():
    costs = dual_task_costs(assessment("a"), assessment("d"))
    assert not [one for one in costs if one.metric.startswith("peak_")]


def test_fresh_and_tired_on_one_day_are_compared():
    weak = {"heel_rise_percent": 60.0}
    course = follow(
        "P01", [session("a"), session("t", state="tired", right=weak), session("b", "2026-10-01")]
    )
    (effect,) = course.tired
    change = next(
        c for c in effect.changes if (c.before.metric, c.before.side) == ("heel_rise_percent", "right")
    )
    assert change.outcome == "more"
    assert [step.session.name for step in course.steps] == ["b"]


def test_other_shoes_on_another_day_are_said():
    course = follow("P01", [session("a", shoes="barefoot"), session("b", "2026-10-01", shoes="trainers")])
    assert course.steps[0].differences == ("shoes: barefoot → trainers",)


def test_one_session_is_no_course():
    with pytest.raises(UsageError, match="only one session of P01: a change needs two"):
        follow("P01", [session("a")])


def test_sessions_that_could_not_be_assessed_are_left_out_with_their_reason():
    lost = Session("x", date(2026, 10, 1), withheld(), Conditions())
    course = follow("P01", [session("a"), lost, session("b", "2026-11-01")])
    assert [(one.name, why) for one, why in course.left_out] == [("x", "Nobody walks in it.")]
    with pytest.raises(UsageError, match="Only 1 of the 2 sessions of P01"):
        follow("P01", [session("a"), lost])
    with pytest.raises(UsageError, match="Nothing could be assessed in the baseline x"):
        follow_in_order("P01", [lost, session("a"), session("b")])


def test_the_order_given_holds_for_folders():
    course = follow_in_order("x", [session("b", "2026-10-01"), session("a", "2026-09-01")])
    assert course.baseline.name == "b"


def test_fatigue_within_a_recording():
    made = assessment("a", strides=30, passes=1)
    rising = made.strides.assign(
        heel_rise_percent=made.strides["heel_rise_percent"] - made.strides["start_s"] / 5
    )
    found = {(one.metric, one.side): one for one in drift(replace(made, strides=rising))}
    early = found["heel_rise_percent", "right"]
    assert early.n == 10
    assert early.difference.value == pytest.approx(-20 * 1.1 / 5, abs=1)
    assert early.difference.high < 0
    steady = found["stride_time_s", "left"]
    assert steady.difference.low < 0 < steady.difference.high


def test_fatigue_looks_at_one_view_only():
    """The second half is seen from the other side, where angles read 5° more: no fatigue."""
    made = assessment("a", strides=20, passes=1)
    turned = made.strides["start_s"] > 10
    strides = made.strides.assign(leg=np.where(turned, "far", "near"))
    strides["ankle_rom_deg"] += 5.0 * turned
    found = {(one.metric, one.side): one for one in drift(replace(made, strides=strides))}
    assert abs(found["ankle_rom_deg", "right"].difference.value) < 2


def test_fatigue_needs_six_strides():
    (any_one, *_) = drift(assessment("a", strides=5, passes=1))
    assert np.isnan(any_one.difference.value)
    assert "Fewer than 6" in any_one.reason


def test_symmetry_against_the_clinician_s_target():
    even = symmetry_checklist(assessment("a", strides=60, passes=1), "right", 80)
    step = next(item for item in even if item.metric == "step_length_m")
    assert step.index.value == pytest.approx(100, abs=2)
    assert step.answer == "within"
    stiff = assessment("b", strides=60, passes=1, right={"ankle_rom_deg": 12.0})
    item = next(one for one in symmetry_checklist(stiff, "right", 90) if one.metric == "ankle_rom_deg")
    assert item.index.value == pytest.approx(100 * 12 / 28.3, abs=3)
    assert item.answer == "outside"


def test_too_much_is_asymmetry_as_well():
    assert symmetry_bounds(90) == pytest.approx((90, 111.1), abs=0.1)
    long = assessment("b", strides=60, passes=1, right={"step_length_m": 0.95})
    item = next(one for one in symmetry_checklist(long, "right", 90) if one.metric == "step_length_m")
    assert item.answer == "outside"


def test_a_missing_leg_answers_nothing():
    lost = assessment("b", masked_percent={"left": 80.0})
    item = next(one for one in symmetry_checklist(lost, "right", 90) if one.metric == "ankle_rom_deg")
    assert (item.answer, item.quality) == ("unknown", "withheld")


@pytest.mark.parametrize("target", [0, 101, -3])
def test_an_impossible_target_is_refused(target):
    with pytest.raises(ValueError, match="target_percent"):
        symmetry_bounds(target)


def test_a_ratio_by_hand():
    """Relative half-widths of 0.1 and 0.1 make a factor of exp(± 0.1414)."""
    part = Estimate(2.0, 1.8, 2.2)
    whole = Estimate(4.0, 3.6, 4.4)
    ratio = ratio_percent(part, whole)
    assert ratio.value == 50
    assert (ratio.low, ratio.high) == pytest.approx((50 * np.exp(-0.1414), 50 * np.exp(0.1414)), rel=1e-4)


def test_no_ratio_to_nothing():
    part, nothing = Estimate(2.0), Estimate(0.0)
    assert np.isnan(ratio_percent(part, nothing).value)
