"""Squat, step-down and the heel of the lunge, on stick people with known angles."""

from dataclasses import replace

import numpy as np
import pytest
from made_exercise import BY, bent, lunger, measured, person_m, squatter, start_s, times
from made_recording import detected, track

from visiongait.assessments import clinical_tests
from visiongait.datatypes import SIDES, Options, SubjectChoice
from visiongait.pipeline import assess


def stepper(depths, side="right"):
    """Return times and landmarks of somebody who stands on one leg and lets the other heel down."""
    time_s = times(len(depths))
    knee, free = 5 + bent(time_s, depths), "left" if side == "right" else "right"
    points = person_m(
        {side: 3 + bent(time_s, depths) / 2, free: np.full(len(time_s), 3.0)},
        {side: knee, free: np.full(len(time_s), 8.0)},
        np.full(len(time_s), 3.0),
        {side: 0.0, free: 0.3},
    )
    drop = 0.0022 * bent(time_s, depths)
    for part in ("ankle", "heel", "foot_index", "knee"):
        points[f"{free}_{part}"] = points[f"{free}_{part}"] - np.stack([0 * drop, drop], axis=1)
    return time_s, points


def with_feet(points, time_s, heel_px, test):
    """Return the assessment of landmarks whose near foot was followed: its heel comes up so many pixels."""
    one = track(points, time_s)
    feet = np.zeros((len(time_s), 2, 3))
    feet[:, 1, 1] = -heel_px
    one = replace(one, standing_feet=feet)
    return assess(
        detected(one), SubjectChoice(0, "", 1), one, Options(test=test, height_m=1.75), BY
    ).assessment


def test_squats_are_told_of_both_legs():
    time_s, points = squatter((80, 90, 85))
    table = measured(points, time_s, test="squat").table("repetitions")
    assert table["repetition"].tolist() == [1, 1, 2, 2, 3, 3]
    assert table["side"].tolist() == ["left", "right"] * 3
    right = table[table["side"] == "right"]
    assert right["peak_knee_flexion_deg"].to_numpy() == pytest.approx([85, 95, 90], abs=2.0)
    assert right["shank_to_vertical_at_depth_deg"].to_numpy() == pytest.approx([29.7, 33, 31.3], abs=1.0)
    assert right["trunk_lean_at_depth_deg"].to_numpy() == pytest.approx([29.7, 33, 31.3], abs=1.0)
    assert right["start_s"].to_numpy() == pytest.approx([start_s(0), start_s(1), start_s(2)], abs=0.05)


def test_a_heel_that_lifts_takes_its_share_of_the_dorsiflexion():
    time_s, points = squatter((80, 80))
    risen_px = 12.0 * bent(time_s, (1, 1))
    found = with_feet(points, time_s, risen_px, "squat")
    right = found.tables["repetitions"].query("side == 'right'")
    assert right["heel_lift_m"].to_numpy() == pytest.approx(12 / 280, abs=0.003)
    turned = np.degrees(np.arcsin(12 / (0.11 * 1.75 * 280)))
    tilt = right["shank_to_vertical_at_depth_deg"] - right["dorsiflexion_at_depth_deg"]
    assert tilt.to_numpy() == pytest.approx(turned, abs=1.0)
    assert "lift in 2 of 2" in " ".join(found.notes)


def test_a_lunge_counts_up_to_the_instant_at_which_the_heel_lifts():
    time_s, points = lunger((30, 30))
    late = time_s > start_s(1) + 0.7
    risen_px = np.where(late, 8.0, 0.0)
    table = with_feet(points, time_s, risen_px, "lunge").tables["repetitions"]
    assert np.isnan(table["heel_lift_s"][0])
    assert table["heel_lift_s"][1] == pytest.approx(start_s(1) + 0.7, abs=0.15)
    assert table["peak_shank_to_vertical_deg"][1] < table["peak_shank_to_vertical_deg"][0] - 3


def test_a_step_down_is_found_with_its_standing_leg_and_its_tap():
    time_s, points = stepper((60, 62))
    result = measured(points, time_s, test="step-down")
    table = result.table("repetitions")
    assert table["side"].tolist() == ["right", "right"]
    assert table["peak_knee_flexion_deg"].to_numpy() == pytest.approx([65, 67], abs=1.5)
    assert (table["peak_s"] > table["start_s"]).all()
    wrong = measured(points, time_s, test="step-down", side="left")
    assert "it is the right leg that stands on the step" in wrong.verdict.reasons[0]


@pytest.mark.parametrize(("made", "name"), [(lunger, "lunge"), (squatter, "squat"), (stepper, "step-down")])
def test_each_test_fits_its_own_movement_and_refuses_the_others(made, name):
    time_s, points = made((60.0, 60.0) if made is not lunger else (30.0, 30.0))
    for test in ("lunge", "squat", "step-down"):
        verdict = measured(points, time_s, test=test).verdict
        assert (verdict.quality == "withheld") == (test != name)
        assert test in clinical_tests()
    assert set(SIDES) == {"left", "right"}
