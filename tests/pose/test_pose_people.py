"""People keep their identity from look to look."""

import numpy as np
import pytest
from test_pose_regions import standing

from visiongait.datatypes import BLAZEPOSE
from visiongait.pose.blazepose import Pose
from visiongait.pose.people import MEMORY_S, PeopleTracker, as_track, distinct
from visiongait.pose.regions import mid_hip_px

EVERY_S = 0.3


def pose(x: float, y: float = 400, height: float = 400, score: float = 1.0) -> Pose:
    return Pose(score, standing(height, (x, y)), np.full(33, 0.9), np.zeros((33, 3)))


def look_around(*paths, looks=20, hidden=()):
    """Track people whose mid-hip is at path(t); each look lists them in another order."""
    tracker = PeopleTracker()
    for i in range(looks):
        t = i * EVERY_S
        poses = [pose(path(t), 400 + 15 * k) for k, path in enumerate(paths) if (k, i) not in hidden]
        tracker.add(i, t, poses[:: 1 if i % 2 else -1])
    return tracker.people()


def ends(person):
    return [round(float(mid_hip_px(p.xy_px)[0])) for p in (person.poses[0], person.poses[-1])]


def test_people_who_cross_stay_who_they_are():
    people = look_around(lambda t: 100 + 200 * t, lambda t: 1300 - 200 * t)
    assert sorted(map(ends, people)) == [[100, 1240], [1300, 160]]


def test_a_person_hidden_while_crossing_is_recognised_again():
    hidden = {(1, 9), (1, 10)}
    people = look_around(lambda t: 100 + 200 * t, lambda t: 1300 - 200 * t, hidden=hidden)
    assert sorted(map(ends, people)) == [[100, 1240], [1300, 160]]
    assert sorted(len(p.rows) for p in people) == [18, 20]


def test_somebody_who_was_away_longer_than_a_second_is_somebody_new():
    away = {(0, i) for i in range(8, 8 + int(MEMORY_S / EVERY_S) + 1)}
    assert len(look_around(lambda t: 100 + 100 * t, hidden=away)) == 2


def test_a_second_look_at_the_same_body_is_not_a_second_person():
    tracker = PeopleTracker()
    for i in range(5):
        twice = [pose(500), pose(506, 408), pose(510, 380, 200)]
        tracker.add(i, i * EVERY_S, twice)
    assert len(tracker.people()) == 1


def test_a_flicker_is_nobody():
    tracker = PeopleTracker()
    tracker.add(0, 0.0, [pose(500)])
    tracker.add(1, EVERY_S, [])
    assert tracker.people() == []


def test_of_equal_poses_the_surer_stays():
    assert [p.score for p in distinct([pose(500, score=0.7), pose(502, score=0.9)])] == [0.9]


def track_of(rows, n=40, hold_s=0.0, gap_s=MEMORY_S):
    tracker = PeopleTracker()
    for row in rows:
        tracker.add(row, row / 10, [pose(100 + 10 * row)])
    (person,) = tracker.people()
    clock = np.arange(n), np.arange(n) / 10
    return as_track(person, *clock, hold_s=hold_s, gap_s=gap_s, source="test")


def test_between_looks_people_move_in_straight_lines():
    track = track_of([0, 3, 6, 9])
    assert np.allclose(mid_hip_px(track.xy_px)[:10, 0], 100 + 10 * np.arange(10))
    assert track.present.tolist() == [True] * 10 + [False] * 30
    assert (track.visibility[10:] == 0).all()


def test_the_path_is_carried_on_for_a_moment_only():
    track = track_of([10, 13, 16], hold_s=0.25)
    assert np.flatnonzero(track.present)[[0, -1]].tolist() == [8, 18]
    assert mid_hip_px(track.xy_px)[18, 0] == pytest.approx(280)


def test_gaps_beyond_the_memory_stay_empty():
    track = track_of([0, 3, 9, 12], gap_s=0.5)
    assert np.flatnonzero(~track.present[:13]).tolist() == [4, 5, 6, 7, 8]


def test_regions_are_expected_where_the_person_will_be():
    tracker = PeopleTracker()
    tracker.add(0, 0.0, [pose(100)])
    tracker.add(1, 0.3, [pose(160)])
    (person,) = tracker.present(0.6)
    assert person.expected(0.6).region.x_px == pytest.approx(220)
    x0, y0, x1, y1 = person.expected_box(0.6)
    inside = standing(400, (220, 400))
    assert (inside >= [x0, y0]).all()
    assert (inside <= [x1, y1]).all()
    assert BLAZEPOSE.landmarks[0] == "nose"
