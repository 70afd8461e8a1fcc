"""Legs that the network takes for each other for a picture or two, while walking."""

import numpy as np
import pytest
from saved_walks import NORMAL, SAMPLES, landmarks, live, told

from visiongait.causal import LONGEST_GAP_S
from visiongait.causal.leg_swaps import LONGEST_SWAP_S, LegNaming, SwapCorrector
from visiongait.cleaning import POINTS, column, landmark_columns, swapped_legs
from visiongait.datatypes import BLAZEPOSE
from visiongait.validation.truth import read_truth

RATE_HZ, HEIGHT_PX = 30, 300.0
COLUMNS = landmark_columns(BLAZEPOSE)


def walking(n=30):
    """(T, K, 2) legs that swing past each other, evenly."""
    points = np.zeros((n, len(POINTS), 2))
    swing = 70 * np.sin(np.arange(n) / RATE_HZ * 2 * np.pi / 1.1)
    for side, sign in (("left", 1), ("right", -1)):
        for part, share in (("knee", 0.5), ("ankle", 1.0), ("heel", 1.0), ("toe", 1.1)):
            points[:, column(side, part), 0] = sign * share * swing
    points[..., 0] += 8.0 * np.arange(n)[:, None]  # walks on
    return points


def corrected(points, step=1):
    """What is reported of each picture in the end, revisions included, and what was done at once."""
    corrector = SwapCorrector()
    reported, legs = {}, []
    for row in range(0, len(points), step):
        answer = corrector.correct(row / RATE_HZ, points[row], HEIGHT_PX)
        reported[row / RATE_HZ] = answer.points_px
        for time_s in answer.revised_s:
            reported[time_s] = reported[time_s][swapped_legs()]
        legs.append(answer.naming)
    return list(reported.values()), legs


def test_legs_that_walk_are_left_alone():
    for step in (1, 2):
        found, legs = corrected(walking(90), step)
        assert set(legs) == {LegNaming.OWN}
        np.testing.assert_array_equal(found, walking(90)[::step])


@pytest.mark.parametrize("row", range(6, 27))
@pytest.mark.parametrize("length", [1, 2, 4])
def test_pictures_with_swapped_legs_are_corrected(row, length):
    points = walking(45)
    wrong = points.copy()
    wrong[row : row + length] = points[row : row + length, swapped_legs()]
    found, legs = corrected(wrong)
    assert LegNaming.ANEW not in legs
    feet = np.diff(points[:, [column(side, "heel") for side in ("left", "right")], 0], axis=1)[:, 0]
    apart = np.abs(feet) > 0.2 * HEIGHT_PX
    np.testing.assert_array_equal(np.array(found)[apart], points[apart])


def test_legs_halfway_to_each_others_place_are_left_out():
    points = walking()
    points[8] = (points[8] + points[8, swapped_legs()]) / 2  # wide apart: a step's length
    legs = corrected(points)[1]
    assert legs[7:9] == [LegNaming.OWN, LegNaming.DOUBTFUL]
    assert set(legs[11:]) == {LegNaming.OWN}


def test_legs_that_stay_swapped_were_mistaken_before():
    points = walking(60)
    points[8:] = points[8:, swapped_legs()]
    _, legs = corrected(points)
    anew = legs.index(LegNaming.ANEW)
    assert 0.1 < (anew - 7) / RATE_HZ <= LONGEST_SWAP_S + 2.5 / RATE_HZ
    assert set(legs[8:anew]) <= {LegNaming.SWAPPED, LegNaming.DOUBTFUL}
    assert set(legs[anew + 1 :]) == {LegNaming.OWN}


def test_after_a_gap_the_network_is_believed():
    points = walking()
    corrector = SwapCorrector()
    for row in (0, 1):
        corrector.correct(row / RATE_HZ, points[row], HEIGHT_PX)
    crossed = points[8][swapped_legs()]
    found, legs, _ = corrector.correct(1 / RATE_HZ + 1.1 * LONGEST_GAP_S, crossed, HEIGHT_PX)
    assert legs is LegNaming.OWN
    assert (found == crossed).all()


def test_swapped_pictures_invent_no_events_in_a_rendered_walk():
    """Two of every fifteen pictures have the legs the other way round."""
    times, xy_px = landmarks(NORMAL)
    exchanged = np.arange(xy_px.shape[1])
    exchanged[COLUMNS] = np.array(COLUMNS)[swapped_legs()]
    wrong = np.where((np.arange(len(times)) % 15 < 2)[:, None, None], xy_px[:, exchanged], xy_px)
    true = read_truth(SAMPLES / f"{NORMAL}.truth.json").events
    events, strides = told(live(times, wrong))
    as_seen, _ = told(live(times, xy_px))
    assert len(events) >= len(as_seen) - 2
    for event in events:
        assert np.abs(true.times(event.side, event.kind) - event.time_s).min() < 0.1, event
    assert any(stride.valid for stride in strides)


def test_a_stray_picture_of_somebody_else_does_not_end_the_steps_under_way():
    times, xy_px = landmarks(NORMAL)
    stray = xy_px.copy()
    stray[len(times) // 2] += [0, -400]  # px, more than half a body height
    as_seen, strayed = (told(live(times, one)) for one in (xy_px, stray))
    assert len(strayed[0]) >= len(as_seen[0]) - 1
    assert sum(s.valid for s in strayed[1]) == sum(s.valid for s in as_seen[1]) > 0
