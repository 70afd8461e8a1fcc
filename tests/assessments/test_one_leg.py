"""Heel rise, single-leg stance and sit-to-stand, on stick people whose movements are known."""

import numpy as np
import pytest
from made_exercise import (
    FPS,
    MOVE_S,
    REST_S,
    bent,
    lunger,
    measured,
    person_m,
    squatter,
    start_s,
    times,
)
from made_recording import SHANK_M, THIGH_M, track, walking_m
from made_recording import times as walk_times

from visiongait.api import zero_of
from visiongait.cleaning import name_standing_leg
from visiongait.datatypes import SIDES, Options
from visiongait.errors import UsageError

HELD_UP_M = 0.25


def riser(pitches: tuple[float, ...], side: str | None = "right", knee_deg: float = 4.0):
    """Return times and landmarks of somebody whose heels turn up about the toes by these angles."""
    time_s = times(len(pitches))
    pitch = bent(time_s, pitches)
    still = np.full(len(time_s), 3.0)
    knee = np.full(len(time_s), 0.0) + knee_deg * bent(time_s, (1.0,) * len(pitches))
    points = person_m(
        dict.fromkeys(SIDES, still + knee / 2),
        dict.fromkeys(SIDES, knee + 3),
        still,
        dict.fromkeys(SIDES, 0.0),
        dict.fromkeys(SIDES, pitch),
    )
    if side is not None:
        free = "left" if side == "right" else "right"
        for part in ("ankle", "heel", "foot_index"):
            points[f"{free}_{part}"] = points[f"{free}_{part}"] + [-0.15, HELD_UP_M]
    return time_s, points


def stander(lift_s: float, touch_s: float, last_s: float, sway_m: float = 0.01):
    """Return times and landmarks of somebody who lifts the left foot, swaying forward and backward."""
    time_s = np.arange(round(last_s * FPS)) / FPS
    still = np.full(len(time_s), 2.0)
    points = person_m(
        dict.fromkeys(SIDES, still), dict.fromkeys(SIDES, still + 3), still, dict.fromkeys(SIDES, 0.0)
    )
    up = np.clip((time_s - lift_s) / 0.75, 0, 1) * np.clip((touch_s - time_s) / 0.75, 0, 1)
    rise = (10 * up**3 - 15 * up**4 + 6 * up**5)[:, None] * [0.0, 0.14]
    for part in ("ankle", "heel", "foot_index"):
        points[f"left_{part}"] = points[f"left_{part}"] + rise
    sway = sway_m * np.sqrt(2) * np.sin(2 * np.pi * 0.6 * time_s)
    for part in ("hip", "shoulder"):
        for side in SIDES:
            points[f"{side}_{part}"] = points[f"{side}_{part}"] + np.stack([sway, 0 * sway], axis=1)
    return time_s, points


def sitter(times_up: int):
    """Return times and landmarks of somebody who rises from a seat."""
    time_s = times(times_up)
    knee = 92 - bent(time_s, (87.0,) * times_up)
    shank = dict.fromkeys(SIDES, np.full(len(time_s), 6.0))
    lean = 5 + 0 * knee
    return time_s, person_m(shank, dict.fromkeys(SIDES, knee), lean, dict.fromkeys(SIDES, 0.0))


def test_a_single_leg_heel_rise_is_counted_and_complete_from_half_the_best_height_on():
    time_s, points = riser((26, 24, 9, 22))
    result = measured(points, time_s, test="heel-rise", side="right")
    table = result.table("repetitions")
    assert result.verdict.quality == "ok"
    assert list(table["side"]) == ["right"] * 4
    assert list(table["complete"]) == [1, 1, 0, 1]
    for number, row in enumerate(table.to_dict("records")):
        assert row["start_s"] == pytest.approx(start_s(number), abs=0.06)
        assert row["peak_s"] == pytest.approx(REST_S * (number + 1) + MOVE_S * (2 * number + 1), abs=0.05)
    heights = table["heel_height_per_height"].to_numpy()
    sines = np.sin(np.radians([26, 24, 9, 22]))
    assert heights / heights[0] == pytest.approx(sines / sines[0], abs=0.06)
    found = result.summary.set_index(["metric", "side"])["value"]
    total = table["heel_height_m"].sum()
    assert found["n_complete", "right"] == 3
    assert found["total_displacement_m", "right"] == pytest.approx(total)
    assert found["work_j_per_kg", "right"] == pytest.approx(9.81 * total)


def test_both_heels_together_are_one_row_of_both_legs():
    time_s, points = riser((26, 24), side=None)
    result = measured(points, time_s, test="heel-rise")
    assert list(result.table("repetitions")["side"]) == ["both", "both"]
    refused = measured(points, time_s, test="heel-rise", side="left")
    assert refused.verdict.reasons[0] == "The left leg alone was named, but both feet stay on the floor."


def test_a_knee_that_bends_does_not_count_and_is_no_height():
    time_s, straight = riser((24, 24, 24))
    _, bending = riser((24, 24, 24), knee_deg=22.0)
    one, other = (measured(points, time_s, test="heel-rise") for points in (straight, bending))
    assert set(other.table("repetitions")["valid"]) == {0}
    assert "knee is bent" in other.table("repetitions")["reject_reason"][0]
    heights = [result.table("repetitions")["heel_height_per_height"].mean() for result in (one, other)]
    assert heights[1] == pytest.approx(heights[0], rel=0.12)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (squatter((80, 85)), "The knees bend deeply"),
        (lunger((30, 36)), "One foot stands well in front"),
        ((walk_times(), walking_m(walk_times())), "The person walks through the picture"),
        (stander(20.0, 30.0, 6.0), "No heel rise was found"),
    ],
)
def test_other_movements_are_no_heel_rise(made, says):
    time_s, points = made
    result = measured(points, time_s, test="heel-rise")
    assert result.verdict.quality == "withheld"
    assert result.verdict.reasons[0].startswith(says)


def test_the_standing_leg_keeps_its_name_and_follows_who_was_named():
    time_s, points = riser((26, 24, 25))
    true = track(points, time_s)
    wrong = np.zeros(len(time_s), dtype=bool)
    wrong[30:60] = wrong[90:140:7] = True
    swapped = true.moved(
        np.where(wrong[:, None, None], true.xy_px[:, true.skeleton.swapped_legs()], true.xy_px)
    )
    named = name_standing_leg(swapped)
    assert np.array_equal(named.xy_px, true.xy_px, equal_nan=True)
    as_said = name_standing_leg(swapped, "left")
    assert np.array_equal(as_said.xy_px, true.xy_px[:, true.skeleton.swapped_legs()], equal_nan=True)
    sure = name_standing_leg(true, "left")
    assert np.array_equal(sure.xy_px, true.xy_px, equal_nan=True)


def test_single_leg_stance_is_timed_and_its_sway_measured():
    time_s, points = stander(1.5, 8.0, 10.0)
    result = measured(points, time_s, test="single-leg-stance")
    table = result.table("repetitions")
    assert list(table["side"]) == ["right"]
    assert table["start_s"][0] == pytest.approx(1.5, abs=0.15)
    assert table["end_s"][0] == pytest.approx(8.0, abs=0.15)
    assert table["pelvis_sway_rms_m"][0] == pytest.approx(0.01, rel=0.06)
    assert table["pelvis_sway_path_m"][0] == pytest.approx(4 * 0.6 * 6.5 * 0.01 * np.sqrt(2), rel=0.1)
    assert table["hops"][0] == 0


def test_a_stance_that_outlasts_the_recording_has_no_end_and_says_so():
    time_s, points = stander(1.5, 30.0, 7.0)
    result = measured(points, time_s, test="single-leg-stance")
    assert np.isnan(result.table("repetitions")["end_s"][0])
    assert result.table("repetitions")["duration_s"][0] == pytest.approx(5.5, abs=0.15)
    assert any("still going on" in note for note in result.notes)


def test_nobody_who_walks_or_stands_on_both_feet_stands_on_one():
    time_s, points = stander(20.0, 30.0, 6.0)
    assert measured(points, time_s, test="single-leg-stance").verdict.reasons[0] == "No foot was held up."
    walk_s = walk_times()
    walks = measured(walking_m(walk_s), walk_s, test="single-leg-stance")
    assert walks.verdict.reasons[0].startswith("The person walks through the picture")


def test_sit_to_stand_times_five_rises():
    time_s, points = sitter(5)
    result = measured(points, time_s, test="sit-to-stand")
    table = result.table("repetitions")
    assert len(table) == 5
    hip = THIGH_M * np.cos(np.radians(92 - bent(time_s, (87.0,) * 5) - 6)) + SHANK_M * np.cos(np.radians(6))
    first = (time_s < REST_S + MOVE_S) & (hip > hip.min() + 0.05 * np.ptp(hip))
    assert table["start_s"][0] == pytest.approx(time_s[first][0], abs=0.06)
    assert table["peak_dorsiflexion_rising_deg"].to_numpy() == pytest.approx([6.0] * 5, abs=0.5)
    found = result.summary.set_index(["metric", "side"])["value"]
    assert found["five_times_sit_to_stand_s", "both"] == pytest.approx(
        table["end_s"].iloc[-1] - table["start_s"][0]
    )


def test_squats_are_no_sit_to_stand():
    time_s, points = squatter((80, 85, 82))
    result = measured(points, time_s, test="sit-to-stand")
    assert result.verdict.quality == "withheld"
    assert "squats" in result.verdict.reasons[0]


def test_quiet_standing_gives_the_session_its_zero(tmp_path):
    time_s, points = stander(20.0, 30.0, 4.0, sway_m=0.0)
    result = measured(points, time_s, test="standing")
    assert result.verdict.quality == "ok"
    shank = result.table("repetitions").set_index("side")["shank_to_vertical_deg"]
    assert shank.mean() == pytest.approx(2.0, abs=0.1)  # near and far leg are seen from a little aside
    folder = result.save(tmp_path / "standing", video=False)
    left, right = zero_of(folder)
    assert left == pytest.approx(result.assessment.ankle_zero["left"].offset_deg)
    assert left == pytest.approx(right, abs=2.0)
    again = measured(points, time_s, test="standing", zero_deg=(left - 3.0, right - 3.0))
    ankle = [one.table("repetitions")["ankle_dorsiflexion_deg"].mean() for one in (result, again)]
    assert ankle[1] - ankle[0] == pytest.approx(3.0)


def test_who_bends_the_knees_does_not_stand_still():
    time_s = np.arange(60) / FPS
    points = squatter((80, 85))[1]
    moving = {name: place[45:105] for name, place in points.items()}
    result = measured(moving, time_s, test="standing")
    assert result.verdict.reasons[0] == "Nobody stood still on both feet for a second."


def tandem_walker(steps: int, length_m: float, pause_s: float = 0.7, swing_s: float = 0.55):
    """Return times and landmarks of somebody who sets one foot before the other on a line."""
    last_s = 1.0 + steps * (pause_s + swing_s) + 1.0
    time_s = np.arange(round(last_s * FPS)) / FPS
    place = {"left": np.zeros(len(time_s)), "right": np.full(len(time_s), -length_m)}
    for number in range(steps):
        phase = np.clip((time_s - 1.0 - number * (pause_s + swing_s)) / swing_s, 0, 1)
        moved = 10 * phase**3 - 15 * phase**4 + 6 * phase**5
        place["right" if number % 2 == 0 else "left"] += 2 * length_m * moved
    still = np.full(len(time_s), 2.0)
    points = person_m(
        dict.fromkeys(SIDES, still), dict.fromkeys(SIDES, still + 3), still, dict.fromkeys(SIDES, 0.0)
    )
    middle = (place["left"] + place["right"]) / 2
    for name, path in points.items():
        side, part = name.split("_", 1)
        own = place[side] if part in ("ankle", "heel", "foot_index") else middle
        points[name] = path + np.stack([own - 0.3, 0 * own], axis=1)
    return time_s, points


def test_a_tandem_walk_is_its_steps():
    time_s, points = tandem_walker(6, 0.3)
    result = measured(points, time_s, test="tandem")
    table = result.table("repetitions")
    assert list(table["side"]) == ["right", "left"] * 3
    assert table["step_length_m"].mean() == pytest.approx(0.3, abs=0.02)
    assert table["step_time_s"].iloc[1:].to_numpy() == pytest.approx([1.25] * 5, abs=0.05)
    assert table["double_step_time_s"].iloc[2:].to_numpy() == pytest.approx([2.5] * 4, abs=0.05)
    strides = result.table("strides")
    assert list(strides["stride"]) == [1, 2, 3, 4]
    assert strides["stride_length_m"].mean() == pytest.approx(0.6, abs=0.03)
    speed = result.estimates["walking_speed_m_per_s", "both"].value
    way, took = (result.estimates[name, "both"].value for name in ("distance_m", "duration_s"))
    assert speed == pytest.approx(way / took)
    assert took == pytest.approx(5 * 1.25 + 0.55, abs=0.15)


def test_long_steps_are_not_heel_to_toe():
    time_s, points = tandem_walker(5, 0.5)
    assert measured(points, time_s, test="tandem").verdict.reasons[0].startswith("The steps are longer")


def test_a_timed_walk_takes_the_time_between_two_marks():
    time_s = walk_times()
    points = walking_m(time_s)
    one = track(points, time_s)
    hips_px = (one.of("left_hip") + one.of("right_hip"))[:, 0] / 2
    start, end = len(time_s) // 4, 3 * len(time_s) // 4
    marks = {"line_from": f"{hips_px[start]:.1f},600", "line_to": f"{hips_px[end]:.1f},600"}
    result = measured(points, time_s, test="timed-walk", height_m=None, distance_m=2.0, **marks)
    took = result.estimates["duration_s", "both"].value
    assert took == pytest.approx(time_s[end] - time_s[start], abs=0.03)
    assert result.estimates["walking_speed_m_per_s", "both"].value == pytest.approx(2.0 / took)
    beyond = measured(
        points, time_s, test="timed-walk", distance_m=2.0, line_from=marks["line_from"], line_to="9000,600"
    )
    assert beyond.verdict.reasons[0] == "The person does not cross both marked lines."
    bare = measured(points, time_s, test="timed-walk", height_m=None)
    assert "no distance" in bare.verdict.reasons[0]


def test_a_course_is_two_points_and_a_distance():
    with pytest.raises(UsageError, match="needs both points"):
        Options(test="timed-walk", line_from="10,20")
    with pytest.raises(UsageError, match="above each other"):
        Options(line_from="10,20", line_to="10,90", distance_m=4.0)
    assert Options(line_from="10,20", line_to="90,20", distance_m=4.0).course.to_px == (90.0, 20.0)
