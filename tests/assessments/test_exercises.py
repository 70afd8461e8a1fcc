"""What the tests of a person in one place share, and the lunge, on stick people with known angles."""

from dataclasses import replace

import numpy as np
import pytest
from made_exercise import MOVE_S, REST_S, bent, lunger, measured, start_s, times
from made_recording import STATURE_M, detected, mirrored, track, walking_m
from made_recording import times as walk_times

from visiongait.assessments.exercises import find_repetitions
from visiongait.cleaning import clean_in_place, name_legs_in_place, relabel


def test_repetitions_start_and_end_at_five_per_cent_and_peak_in_the_middle():
    time_s = times(3)
    found = find_repetitions(time_s, bent(time_s, (30, 40, 35)), least=5)
    assert [round(one.peak) for one in found] == [30, 40, 35]
    for number, one in enumerate(found):
        assert one.start_s == pytest.approx(start_s(number), abs=0.02)
        middle = REST_S + number * (2 * MOVE_S + REST_S) + MOVE_S
        assert one.peak_s == pytest.approx(middle, abs=0.02)
        assert one.end_s == pytest.approx(2 * middle - start_s(number), abs=0.02)


def test_half_a_repetition_at_the_end_of_the_recording_is_told_apart():
    time_s = times(2)
    cut = time_s < REST_S + 3 * MOVE_S + REST_S + 0.2
    found = find_repetitions(time_s[cut], bent(time_s, (30, 40))[cut], least=5)
    assert [one.whole for one in found] == [True, False]
    assert np.isnan(found[1].end_s)


def test_rest_and_small_movements_are_no_repetitions():
    time_s = times(2)
    assert find_repetitions(time_s, bent(time_s, (3, 2)), least=5) == ()
    found = find_repetitions(time_s, bent(time_s, (40, 9)), least=5)
    assert [round(one.peak) for one in found] == [40]


def test_a_lunge_is_measured_with_the_leg_in_front():
    time_s, points = lunger((30, 36, 33))
    result = measured(points, time_s, test="lunge")
    assert result.verdict.quality == "caution"  # landmarks alone do not tell whether the heel stays down
    assert "heel" in result.verdict.reasons[0]
    table = result.table("repetitions")
    assert list(table["side"]) == ["right"] * 3
    assert table["peak_shank_to_vertical_deg"].to_numpy() == pytest.approx([35, 41, 38], abs=0.5)
    found = result.summary.set_index(["metric", "side"])["value"]
    assert found["best_peak_shank_to_vertical_deg", "right"] == pytest.approx(41, abs=0.5)
    assert found["n_repetitions", "right"] == 3


def test_a_lunge_in_the_mirror_is_one_of_the_other_leg():
    time_s, points = lunger((30, 36))
    one = mirrored(track(points, time_s))
    found = clean_in_place(name_legs_in_place(one), detected(one).camera, detected(one).video)
    assert found.stays.near_side == "left"
    assert found.stays.facing == -1
    assert found.stays.height_px[0] / STATURE_M == pytest.approx(280, rel=0.03)


def test_swapped_names_are_put_right_and_a_walk_names_them_anew():
    time_s, points = lunger((30, 36))
    true = track(points, time_s)
    wrong = np.zeros(len(time_s), dtype=bool)
    wrong[40:75] = wrong[100] = True
    swapped = np.where(wrong[:, None, None], true.xy_px[:, true.skeleton.swapped_legs()], true.xy_px)
    named = name_legs_in_place(true.moved(swapped))
    assert np.array_equal(named.relabelled, wrong)
    assert np.array_equal(named.xy_px, true.xy_px, equal_nan=True)
    assert relabel(named).label_margin is not None
    assert np.array_equal(name_legs_in_place(relabel(named)).relabelled, wrong)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"people": 2}, "2 people are in the picture"),
        ({"side": "left"}, "The left leg was named, but it is the right leg"),
    ],
)
def test_what_cannot_be_a_lunge_is_withheld_in_one_sentence(change, says):
    time_s, points = lunger((30, 36))
    result = measured(points, time_s, test="lunge", **change)
    assert result.verdict.quality == "withheld"
    assert result.verdict.reasons[0].startswith(says)
    assert len(result.table("repetitions")) == 0


def test_half_a_lunge_is_withheld():
    time_s, points = lunger((30,))
    first = time_s < REST_S + 0.9 * MOVE_S
    half = {name: place[first] for name, place in points.items()}
    result = measured(half, time_s[first], test="lunge")
    assert "beginning to its end" in result.verdict.reasons[0]


def test_a_walk_is_no_lunge_and_cut_off_feet_are_said():
    time_s = walk_times()
    assert "walks through the picture" in measured(walking_m(time_s), time_s, test="lunge").verdict.reasons[0]
    time_s, points = lunger((30, 36))
    low = {name: place - [0, 1.2] for name, place in points.items()}
    assert "feet are out of the picture" in measured(low, time_s, test="lunge").verdict.reasons[0]


def test_a_front_view_is_refused():
    time_s, points = lunger((30, 36))
    one = track(points, time_s)
    middle = np.nanmean(one.xy_px[:, :, 0])
    squeezed = one.xy_px.copy()
    squeezed[:, :, 0] = middle + 0.1 * (squeezed[:, :, 0] - middle)
    front = replace(one, xy_px=squeezed)
    assert clean_in_place(front, detected(one).camera, detected(one).video) == "front"


def test_what_is_saved_is_read_back(tmp_path):
    import visiongait

    time_s, points = lunger((30, 36))
    result = measured(points, time_s, test="lunge")
    folder = result.save(tmp_path / "lunge", video=False)
    saved = visiongait.load(folder)
    assert saved.table("repetitions").equals(result.table("repetitions"))
    assert saved.remeasure(height_m=1.6).table("repetitions").shape == result.table("repetitions").shape
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Weight-bearing lunge" in page
    assert "<td>Right</td><td>1.7–3.7</td>" in page
