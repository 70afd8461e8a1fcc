"""The first pass, with people who are found by decree."""

import numpy as np
from test_pose_people import pose

from visiongait.datatypes.video import Frame, FrameFaults, VideoInfo
from visiongait.pose.detection_pass import run_detection_pass, tiles
from visiongait.pose.regions import mid_hip_px

N, RATE_HZ = 60, 30


class Recording:
    info = VideoInfo("made up", 800, 600, RATE_HZ, None, N, 0, "raw", "none", "0" * 64)

    def frames(self):
        for i in range(N):
            yield Frame(i, i / RATE_HZ, np.zeros((600, 800, 3), np.uint8))

    def faults(self):
        return FrameFaults(np.zeros(N, bool))


def detection(look, every_s=0.3):
    steps = []
    found = run_detection_pass(
        Recording(), look, lambda *step: steps.append(step), every_s=every_s, backend="decree"
    )
    assert steps == [("detection", i + 1, N) for i in range(N)]
    return found


def test_people_are_looked_for_now_and_then_and_known_in_every_frame():
    looked = []

    def look(frame, expected):
        looked.append(frame.index)
        return [pose(100 + 5 * frame.index, 300)]

    found = detection(look)
    assert looked == list(range(0, N, 9))
    (person,) = found.people
    assert person.present.all()
    assert np.allclose(mid_hip_px(person.xy_px)[:, 0], 100 + 5 * np.arange(N))
    assert len(found.camera.support) == N


def test_each_look_is_told_where_people_are_expected():
    off = []

    def look(frame, expected):
        off.extend(
            abs(target.region.x_px - (100 + 5 * frame.index)) for target in expected[:1] if frame.index > 9
        )
        return [pose(100 + 5 * frame.index, 300)]

    detection(look)
    assert len(off) == 5
    assert max(off) < 1e-6


def test_where_every_frame_is_looked_at_gaps_stay_gaps():
    found = detection(lambda frame, _: [] if frame.index in (20, 21) else [pose(300, 300)], every_s=0.0)
    (person,) = found.people
    assert np.flatnonzero(~person.present).tolist() == [20, 21]


def test_nobody_is_no_error():
    found = detection(lambda frame, expected: [])
    assert found.people == ()
    assert len(found.time_s) == N


def test_tiles_cover_the_picture_and_overlap():
    for width, height in ((1920, 1080), (1080, 1920), (640, 480)):
        squares = tiles(width, height)
        along = sorted(s.x_px if width > height else s.y_px for s in squares)
        side = min(width, height)
        assert along[0] == side / 2
        assert along[-1] == max(width, height) - side / 2
        assert max(np.diff(along)) <= 0.6 * side
    assert tiles(500, 500) == []
