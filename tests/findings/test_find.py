"""What stands out in a walk, and how sure that is."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_summary import row, walk_with

from visiongait.change import error_sd, limits_of_agreement
from visiongait.datatypes import SIDES, Person, other
from visiongait.findings import RULES, find
from visiongait.norms import reference

CHILD = Person(age_years=9)
SWING, STANCE, SHANK = (
    "peak_dorsiflexion_swing_deg",
    "peak_dorsiflexion_stance_deg",
    "shank_to_vertical_midstance_deg",
)


def both(metric, left, right, **of_right):
    return row(metric, "left", left), row(metric, "right", right, **of_right)


def only(findings):
    (finding,) = findings
    return finding


def usual_walk():
    """Every number of the contract at its usual mean, alike in both legs."""
    means = {rule.metric: reference(rule.metric, CHILD) for rule in RULES}
    known = {metric: usual.mean for metric, usual in means.items() if usual is not None}
    return {"step_time_s": 0.5, "step_length_per_height": 0.4, **known}


def test_a_usual_walk_has_no_findings():
    rows = [row(metric, side, value) for metric, value in usual_walk().items() for side in SIDES]
    assert find(walk_with(*rows), CHILD) == ()


def test_far_below_the_usual_of_ones_age_is_sure():
    """Usual of children: 12.8 ± 3.6, n 82, so from 5.6°; −4° with an error of 2.6° stays below."""
    finding = only(find(walk_with(row(STANCE, "left", -4.0)), CHILD))
    assert (finding.rule, finding.side, finding.confidence) == (
        "limited_dorsiflexion_stance",
        "left",
        "certain",
    )
    assert finding.reference.low == pytest.approx(5.6, abs=0.05)
    assert finding.interval == pytest.approx((-6.6, -1.4), abs=0.2)
    assert "−4°" in finding.statement
    assert "6° to 20°" in finding.statement
    assert finding.source.startswith("Schwartz")
    assert finding.doubt == ""


def test_an_interval_that_reaches_into_the_usual_is_uncertain():
    finding = only(find(walk_with(row(STANCE, "left", 4.0)), CHILD))
    assert finding.confidence == "uncertain"
    assert "overlaps the reference range" in finding.doubt


def test_people_of_another_age_make_it_uncertain():
    finding = only(find(walk_with(row(STANCE, "left", -4.0)), Person(age_years=50)))
    assert finding.confidence == "uncertain"
    assert "children" in finding.doubt


def test_a_number_to_be_read_with_caution_makes_it_uncertain():
    hidden = row(STANCE, "left", -4.0, quality="caution", reason="The leg was hidden.")
    finding = only(find(walk_with(hidden), CHILD))
    assert (finding.confidence, finding.doubt) == ("uncertain", "The leg was hidden.")


@pytest.mark.parametrize("value", [-4.0, math.nan])
def test_a_withheld_number_makes_no_finding(value):
    assert find(walk_with(row(STANCE, "left", value, quality="withheld")), CHILD) == ()


def test_a_withheld_leg_is_not_compared_with():
    withheld = row(SWING, "left", math.nan, quality="withheld")
    assert find(walk_with(withheld, row(SWING, "right", -3.0)), CHILD) == ()


def test_a_foot_that_hangs_in_swing_stands_out_against_the_other():
    """Both within what is usual, but 11° apart; the method's error of the difference is 6.8° (99 %)."""
    finding = only(find(walk_with(*both(SWING, 7.0, -4.0)), CHILD))
    assert (finding.rule, finding.side) == ("swing_dorsiflexion_deficit", "right")
    assert finding.confidence == "certain"
    assert finding.reference is None
    assert "by 11°" in finding.statement


def test_a_knee_that_bends_much_does_not_stand_out_against_one_that_bends_more():
    metric = "peak_knee_flexion_swing_deg"
    assert find(walk_with(*both(metric, 75.0, 93.0)), CHILD) == ()
    assert only(find(walk_with(*both(metric, 52.0, 70.0)), CHILD)).side == "left"


@settings(max_examples=25, deadline=None)
@given(st.floats(-15, 25), st.floats(-15, 25))
def test_left_and_right_are_treated_alike(left, right):
    found = find(walk_with(*both(SWING, left, right)), CHILD)
    swapped = find(walk_with(*both(SWING, right, left)), CHILD)
    assert {(f.rule, f.side, f.value, f.confidence) for f in found} == {
        (f.rule, other(f.side), f.value, f.confidence) for f in swapped
    }


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(limits_of_agreement())), st.floats(-2.5, 2.5))
def test_a_difference_within_the_methods_error_is_none(metric, share):
    """2.58 errors of one leg are less than the 2.58 · √2 that a difference needs."""
    middle = usual_walk().get(metric, 0.5)
    pair = both(metric, middle, middle + share * error_sd(metric))
    assert [finding for finding in find(walk_with(*pair), CHILD) if finding.reference is None] == []


def test_a_difference_whose_interval_reaches_zero_says_nothing():
    """Student's half interval of three strides ± 5° is 12.4°, more than the 11° between the legs."""
    scattered = row(SWING, "right", -4.0, spread=(-5.0, 0.0, 5.0))
    assert find(walk_with(row(SWING, "left", 7.0), scattered), CHILD) == ()


def test_a_mean_that_is_a_tenth_of_a_degree_outside_is_no_finding():
    """Usual of children: 12.8 ± 3.6, so from 5.6°; 5.5° is below it by less than its own error."""
    assert find(walk_with(row(STANCE, "left", 5.5)), CHILD) == ()


def test_a_foot_that_lands_on_its_heel_is_not_flat_because_the_other_lands_steeper():
    metric = "foot_strike_angle_deg"
    assert find(walk_with(*both(metric, 24.0, 13.0)), CHILD) == ()
    assert only(find(walk_with(*both(metric, 24.0, 8.0)), CHILD)).side == "right"


def test_the_affected_leg_comes_first_then_what_lies_most_errors_outside():
    walk = walk_with(
        *both(SWING, -30.0, 4.0), *both(STANCE, 14.0, -30.0), row("heel_rise_percent", "left", 5.0)
    )
    errors = [finding.errors for finding in find(walk, CHILD)]
    assert errors == sorted(errors, reverse=True)
    assert find(walk, CHILD, affected="right")[0].side == "right"
    assert find(walk, CHILD, affected="left")[0].side == "left"


def test_one_stride_is_never_sure():
    single = row(SWING, "left", 7.0, spread=(0.0,), quality="caution", reason="Only 1 stride.")
    finding = only(find(walk_with(single, row(SWING, "right", -4.0)), CHILD))
    assert (finding.side, finding.confidence) == ("right", "uncertain")
    assert "Only 1 left stride to compare with." in finding.doubt


def test_a_knee_that_stays_bent_is_not_called_bent_backwards():
    metric = "min_knee_flexion_stance_deg"
    assert find(walk_with(*both(metric, 16.0, 4.0)), CHILD) == ()
    assert only(find(walk_with(*both(metric, 8.0, -4.0)), CHILD)).rule == "knee_hyperextension"


def test_a_flat_contact_is_told_by_the_limit_of_heel_contact():
    sure = only(find(walk_with(row("foot_strike_angle_deg", "left", -2.0)), Person()))
    assert (sure.rule, sure.confidence) == ("low_foot_contact", "certain")
    assert "Mo et al." in sure.source
    assert find(walk_with(row("foot_strike_angle_deg", "left", 20.0)), Person()) == ()


def test_slow_walking_is_held_against_ones_age_and_against_0_8():
    slow = walk_with(row("walking_speed_m_per_s", "both", 0.6, spread=(-0.01, 0.0, 0.01)))
    assert "0.80 m/s" in only(find(slow, Person())).statement
    by_age = find(replace(slow, person=Person(age_years=35, sex="male")))
    assert only(by_age).confidence == "certain"
    assert find(walk_with(row("walking_speed_m_per_s", "both", 1.2)), Person()) == ()


def test_variation_needs_twenty_strides():
    def variation(n):
        return walk_with(row("stride_time_s_cv_percent", "both", 14.0, n=n))

    assert find(variation(19), Person()) == ()
    assert only(find(variation(60), Person())).rule == "variable_steps"


def test_a_low_toe_says_that_its_error_is_unknown():
    low = row("min_toe_clearance_m", "left", 0.0001, spread=(0.0, 0.0, 0.0))
    finding = only(find(walk_with(low), Person(age_years=25)))
    assert (finding.rule, finding.confidence) == ("low_toe_clearance", "uncertain")
    assert "not known" in finding.doubt


def test_the_person_of_the_assessment_is_taken():
    remembered = walk_with(row(STANCE, "left", -4.0), person=CHILD)
    assert only(find(remembered)).confidence == "certain"


def test_the_pace_decides_what_is_usual():
    """A shank that leans by 0.5° is unusual in free walking (from 1.5°), not in slow walking (from −0.4°)."""

    def walk(cadence_per_min):
        pace = (
            row("cadence_steps_per_min", "both", cadence_per_min),
            row("step_length_per_height", "both", 0.35),
        )
        return walk_with(*pace, row(SHANK, "left", 0.5))

    assert [finding.rule for finding in find(walk(125), CHILD)] == ["reduced_shank_progression"]
    assert find(walk(85), CHILD) == ()


def test_nothing_is_found_where_nothing_was_measured():
    assert find(walk_with(verdict="withheld"), CHILD) == ()
