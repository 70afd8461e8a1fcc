"""What the MediaPipe adapter does without MediaPipe."""

import sys

import numpy as np
import pytest
from test_pose_people import pose
from test_pose_regions import standing

from visiongait.datatypes import BLAZEPOSE
from visiongait.errors import EnvironmentFaultError
from visiongait.pose.blazepose import Pose
from visiongait.pose.mediapipe_backend import MediaPipeBackend, _same_person
from visiongait.pose.weights import write_bundle


def test_a_missing_library_is_said_in_words(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    write_bundle(tmp_path / "x.task", b"\x1c\0\0\0TFL3", b"\x1c\0\0\0TFL3")
    with pytest.raises(EnvironmentFaultError, match="MediaPipe cannot be loaded") as fault:
        MediaPipeBackend(tmp_path / "x.task")
    assert "apt-get install libegl1 libgles2" in fault.value.hint


def test_the_same_person_is_found_in_the_mirror():
    mine = standing(400, (300, 300))
    order = BLAZEPOSE.mirrored_order()
    in_mirror = (mine * [-1, 1] + [1000, 0])[order]
    others = [pose(200, 300), Pose(1.0, in_mirror, np.ones(33), np.zeros((33, 3)))]
    assert np.allclose(_same_person(mine, others, 1000), mine)
    assert np.isnan(_same_person(mine, others[:1], 1000)).all()
    assert np.isnan(_same_person(np.full((33, 2), np.nan), others, 1000)).all()
