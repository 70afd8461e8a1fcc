"""Legs that the network takes for each other for a picture or two, while walking."""

import numpy as np
import pytest
from saved_walks import NORMAL, SAMPLES, landmarks, live, told

from visiongait.cleaning.points import POINTS, column, exchanged_legs, landmark_columns
from visiongait.datatypes.pose import BLAZEPOSE
from visiongait.live.exchange import CONTINUES_S, LONGEST_S, LegKeeper, Legs
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


def kept(points, step=1):
    keeper = LegKeeper()
    rows = range(0, len(points), step)
    return [keeper.put_right(row / RATE_HZ, points[row], HEIGHT_PX) for row in rows]


def test_legs_that_walk_are_left_alone():
    for step in (1, 2):
        said = kept(walking(90), step)
        assert {legs for _, legs in said} == {Legs.OWN}


@pytest.mark.parametrize("row", range(3, 27))
def test_a_picture_or_two_with_exchanged_legs_are_put_right(row):
    """But while the feet pass each other: there an exchanged picture looks like any other."""
    points = walking()
    wrong = points.copy()
    wrong[row : row + 2] = points[row : row + 2, exchanged_legs()]
    feet = points[row - 1 : row + 3, [column(side, "heel") for side in ("left", "right")], 0]
    if np.abs(np.diff(feet, axis=1)).min() < 0.2 * HEIGHT_PX:
        return
    for (found, legs), true in zip(kept(wrong), points, strict=True):
        assert (found == true).all() or legs is Legs.DOUBTFUL
        assert legs is not Legs.ANEW


def test_legs_halfway_to_each_others_place_are_left_out():
    points = walking()
    points[8] = (points[8] + points[8, exchanged_legs()]) / 2  # wide apart: a step's length
    assert [legs for _, legs in kept(points)][7:10] == [Legs.OWN, Legs.DOUBTFUL, Legs.OWN]


def test_legs_that_stay_exchanged_were_mistaken_before():
    points = walking(60)
    points[8:] = points[8:, exchanged_legs()]
    said = [legs for _, legs in kept(points)]
    anew = said.index(Legs.ANEW)
    assert LONGEST_S < (anew - 7) / RATE_HZ <= LONGEST_S + CONTINUES_S + 1 / RATE_HZ
    assert set(said[8:anew]) <= {Legs.EXCHANGED, Legs.DOUBTFUL}
    assert set(said[anew + 1 :]) == {Legs.OWN}


def test_after_a_gap_and_of_few_pictures_a_second_the_network_is_believed():
    points = walking()
    keeper = LegKeeper()
    for row in (0, 1):
        keeper.put_right(row / RATE_HZ, points[row], HEIGHT_PX)
    crossed = points[8][exchanged_legs()]
    found, legs = keeper.put_right(1 / RATE_HZ + 1.1 * CONTINUES_S, crossed, HEIGHT_PX)
    assert legs is Legs.OWN
    assert (found == crossed).all()
    assert {legs for _, legs in kept(points, step=3)} == {Legs.OWN}


def test_exchanged_pictures_invent_no_events_in_a_rendered_walk():
    """Two of every fifteen pictures have the legs the other way round."""
    times, xy_px = landmarks(NORMAL)
    exchanged = np.arange(xy_px.shape[1])
    exchanged[COLUMNS] = np.array(COLUMNS)[exchanged_legs()]
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
