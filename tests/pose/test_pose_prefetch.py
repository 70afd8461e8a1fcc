"""Landmarks during the detection pass: the same as afterwards, and only what it missed is read again."""

import numpy as np
import pytest
from test_pose_landmark_pass import SpotNetwork, picture
from test_pose_people import pose

from visiongait.datatypes import Frame, FrameFaults, VideoInfo
from visiongait.pose.detection_pass import run_detection_pass
from visiongait.pose.landmark_pass import LandmarkPass
from visiongait.pose.openvino_backend import missing_targets
from visiongait.pose.prefetch import LandmarkPrefetch, near
from visiongait.pose.regions import Region, Target, follow_targets

N, RATE_HZ, EVERY_S = 150, 30, 0.3


class Recording:
    info = VideoInfo("made up", 600, 400, RATE_HZ, None, N, 0, "raw", "none", "0" * 64)

    def __init__(self):
        self.alive = set()
        self.most_alive = 0

    def frames(self):
        for i in range(N):
            yield Frame(i, i / RATE_HZ, picture())

    def faults(self):
        return FrameFaults(np.zeros(N, bool))


def detection(look):
    landmarks = LandmarkPass(SpotNetwork(), thorough=False)
    prefetch = LandmarkPrefetch(landmarks, hold_s=EVERY_S)
    detected = run_detection_pass(
        Recording(), look, lambda *_: None, every_s=EVERY_S, backend="decree", prefetch=prefetch
    )
    return detected, landmarks


def missing(detected, landmarks, person):
    return missing_targets(landmarks, dict(enumerate(follow_targets(detected.people[person], 600))))


def walker(frame, speed=2.0, height=154.0):
    return pose(100 + speed * frame.index, 200, height)


def looked_at(landmarks):
    return [row for row in range(N) if landmarks.estimated_at(row)]


def test_a_person_who_is_always_there_needs_no_second_reading():
    detected, landmarks = detection(lambda frame, _: [walker(frame)])
    assert looked_at(landmarks) == list(range(N))
    assert missing(detected, landmarks, 0) == {}


def test_nor_does_one_who_comes_and_goes():
    detected, landmarks = detection(lambda frame, _: [walker(frame)] if 40 < frame.index < 110 else [])
    present = np.flatnonzero(detected.people[0].present)
    assert 40 - 9 < present[0] < 45
    assert missing(detected, landmarks, 0) == {}
    assert looked_at(landmarks) == present.tolist()


def test_nor_one_who_is_hidden_for_a_moment():
    detected, landmarks = detection(lambda frame, _: [] if 60 <= frame.index < 70 else [walker(frame)])
    assert detected.people[0].present.all()
    assert missing(detected, landmarks, 0) == {}


def test_who_comes_farther_is_followed_not_who_stands_by():
    detected, landmarks = detection(lambda frame, _: [pose(500, 200, 170), walker(frame)])
    walking = int(np.argmax([np.ptp(person.of("left_hip")[:, 0]) for person in detected.people]))
    assert len(missing(detected, landmarks, walking)) < 30


def test_looks_at_somebody_else_are_taken_back_and_taken_again():
    detected, landmarks = detection(lambda frame, _: [pose(500, 200, 170), walker(frame)])
    standing = int(np.argmin([np.ptp(person.of("left_hip")[:, 0]) for person in detected.people]))
    again = missing(detected, landmarks, standing)
    assert len(again) > N / 2
    assert set(again) | set(looked_at(landmarks)) == set(range(N))
    assert not set(again) & set(looked_at(landmarks))
    assert np.isnan(landmarks.result(N).xy_px[sorted(again)]).all()


def test_few_pictures_are_held_at_a_time(monkeypatch):
    held = []
    take = LandmarkPrefetch.hold

    def hold(self, row, frame):
        take(self, row, frame)
        held.append(len(self._held) + len(self._ready))

    monkeypatch.setattr(LandmarkPrefetch, "hold", hold)
    detection(lambda frame, _: [walker(frame)])
    assert max(held) <= 2 * EVERY_S * RATE_HZ + 2
    monkeypatch.setattr("visiongait.pose.prefetch.HELD_BYTES", 5 * 600 * 400 * 1.5)
    held.clear()
    detected, landmarks = detection(lambda frame, _: [walker(frame)])
    assert max(held) <= 2 * EVERY_S * RATE_HZ + 2  # those that wait for the network come on top
    assert len(missing(detected, landmarks, 0)) < N / 4


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Target(Region(308, 200, 200), faces_right=True), True),
        (Target(Region(312, 200, 200), faces_right=True), False),
        (Target(Region(300, 200, 212), faces_right=True), True),
        (Target(Region(300, 200, 220), faces_right=True), False),
        (Target(Region(300, 200, 200), faces_right=False), False),
    ],
)
def test_near_targets_show_the_same(other, same):
    assert near(other, Target(Region(300, 200, 200), faces_right=True)) is same
    assert not near(None, other)
