"""Following during the survey: the same looks as afterwards, and only what it missed is read again."""

import numpy as np
import pytest
from test_pose_following import SpotNetwork, picture
from test_pose_people import pose

from visiongait.datatypes.video import Frame, FrameFaults, VideoInfo
from visiongait.pose.detection_pass import take_survey
from visiongait.pose.landmark_pass import Follower
from visiongait.pose.openvino_backend import looks_to_take
from visiongait.pose.prefetch import EarlyLooks, near
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


def surveyed(look):
    follower = Follower(SpotNetwork(), thorough=False)
    early = EarlyLooks(follower, hold_s=EVERY_S)
    survey = take_survey(Recording(), look, lambda *_: None, every_s=EVERY_S, backend="decree", early=early)
    return survey, follower


def missing(survey, follower, person):
    return looks_to_take(follower, dict(enumerate(follow_targets(survey.people[person], 600))))


def walker(frame, speed=2.0, height=154.0):
    return pose(100 + speed * frame.index, 200, height)


def looked_at(follower):
    return [row for row in range(N) if follower.looked_at(row)]


def test_a_person_who_is_always_there_needs_no_second_reading():
    survey, follower = surveyed(lambda frame, _: [walker(frame)])
    assert looked_at(follower) == list(range(N))
    assert missing(survey, follower, 0) == {}


def test_nor_does_one_who_comes_and_goes():
    survey, follower = surveyed(lambda frame, _: [walker(frame)] if 40 < frame.index < 110 else [])
    present = np.flatnonzero(survey.people[0].present)
    assert 40 - 9 < present[0] < 45
    assert missing(survey, follower, 0) == {}
    assert looked_at(follower) == present.tolist()


def test_nor_one_who_is_hidden_for_a_moment():
    survey, follower = surveyed(lambda frame, _: [] if 60 <= frame.index < 70 else [walker(frame)])
    assert survey.people[0].present.all()
    assert missing(survey, follower, 0) == {}


def test_who_comes_farther_is_followed_not_who_stands_by():
    survey, follower = surveyed(lambda frame, _: [pose(500, 200, 170), walker(frame)])
    walking = int(np.argmax([np.ptp(person.of("left_hip")[:, 0]) for person in survey.people]))
    assert len(missing(survey, follower, walking)) < 30


def test_looks_at_somebody_else_are_taken_back_and_taken_again():
    survey, follower = surveyed(lambda frame, _: [pose(500, 200, 170), walker(frame)])
    standing = int(np.argmin([np.ptp(person.of("left_hip")[:, 0]) for person in survey.people]))
    again = missing(survey, follower, standing)
    assert len(again) > N / 2
    assert set(again) | set(looked_at(follower)) == set(range(N))
    assert not set(again) & set(looked_at(follower))
    assert np.isnan(follower.seen(N).xy_px[sorted(again)]).all()


def test_few_pictures_are_held_at_a_time(monkeypatch):
    held = []
    take = EarlyLooks.hold

    def hold(self, row, frame):
        take(self, row, frame)
        held.append(len(self._held) + len(self._ready))

    monkeypatch.setattr(EarlyLooks, "hold", hold)
    surveyed(lambda frame, _: [walker(frame)])
    assert max(held) <= 2 * EVERY_S * RATE_HZ + 2
    monkeypatch.setattr("visiongait.pose.prefetch.HELD_BYTES", 5 * 600 * 400 * 1.5)
    held.clear()
    survey, follower = surveyed(lambda frame, _: [walker(frame)])
    assert max(held) <= 2 * EVERY_S * RATE_HZ + 2  # those that wait for the network come on top
    assert len(missing(survey, follower, 0)) < N / 4


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
