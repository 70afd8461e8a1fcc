"""Saved landmarks come back as they were."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from visiongait.datatypes import BLAZEPOSE, CameraMotion, DetectionPass, FrameFaults, PoseTrack, VideoInfo
from visiongait.errors import InputError
from visiongait.pose import ReplayBackend, load_landmarks, save_landmarks

numbers = st.floats(allow_nan=True, allow_infinity=False, width=64)


def info(name):
    return VideoInfo(name, 1920, 1080, 29.97, None, 7, 90, "h264", "mov,mp4", "ab" * 32, 4.0)


@st.composite
def recordings(draw):
    n = draw(st.integers(1, 4))
    values = draw(hnp.arrays(float, (n, 33, 2), elements=numbers))
    clock = {
        "frame": np.arange(n),
        "time_s": np.cumsum(draw(hnp.arrays(float, n, elements=st.floats(0.001, 1)))),
    }
    world = draw(st.sampled_from([None, np.ones((n, 33, 3))]))
    plain = PoseTrack(
        BLAZEPOSE, **clock, xy_px=values, visibility=np.ones((n, 33)), source="network", calibration="net"
    )
    full = PoseTrack(
        BLAZEPOSE, **clock, xy_px=-values, visibility=np.zeros((n, 33)), world_m=world, dissent_xy_px=values
    )
    relabelled = replace(full, relabelled=np.arange(n) % 2 == 0, label_margin=np.arange(n) / 3)
    people = tuple(draw(st.lists(st.sampled_from([plain, full]), max_size=2)))
    leaped = draw(st.sampled_from([None, np.arange(n) == 2]))
    faults = FrameFaults(np.arange(n) % 2 == 1, ((0.5, 0.9),), ("Ende fehlt: größer als …",), leaped)
    detected = DetectionPass(
        info(draw(st.text(max_size=5))), **clock, people=people, camera=CameraMotion.static(n), faults=faults
    )
    return detected, draw(st.sampled_from([plain, full, relabelled]))


def assert_same(a, b):
    for field in fields(a):
        before, after = getattr(a, field.name), getattr(b, field.name)
        if isinstance(before, np.ndarray):
            assert before.dtype == after.dtype
            assert before.tobytes() == after.tobytes()
        elif field.name == "people":
            assert len(before) == len(after)
            for one, other in zip(before, after, strict=True):
                assert_same(one, other)
        elif hasattr(before, "__dataclass_fields__"):
            assert_same(before, after)
        else:
            assert before == after


@settings(max_examples=30, deadline=None)
@given(recordings())
def test_nothing_is_lost(tmp_path_factory, recording):
    path = tmp_path_factory.mktemp("replay") / "walk.npz"
    save_landmarks(path, *recording)
    session = ReplayBackend(path).begin()
    assert_same(recording[0], session.detect())
    assert_same(recording[1], session.estimate_landmarks())
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [None, b"", b"not a recording"])
def test_anything_else_is_refused_in_words(tmp_path, content):
    path = tmp_path / "walk.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"walk\.npz"):
        ReplayBackend(path)


def test_another_formats_npz_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", notes=np.array('{"format": "something else"}'))
    with pytest.raises(InputError):
        ReplayBackend(tmp_path / "other.npz")


@pytest.mark.parametrize(
    ("source", "calibration", "field"),
    [
        ("pose_landmarker_heavy on OpenVINO (CPU)", "pose_landmarker_heavy on OpenVINO", "dissent_xy_px"),
        ("pose_landmarker_heavy on MediaPipe 1.2.2", "", "mirrored_xy_px"),
        ("my own on OpenVINO (CPU)", "", "dissent_xy_px"),
    ],
)
def test_files_of_before_tell_by_their_words_what_made_them(tmp_path, source, calibration, field):
    clock = {"frame": np.arange(4), "time_s": np.arange(4) / 30}
    values = np.random.default_rng(0).normal(size=(2, 4, 33, 2))
    track = PoseTrack(
        BLAZEPOSE,
        **clock,
        xy_px=values[0],
        visibility=np.ones((4, 33)),
        dissent_xy_px=values[1],
        source=source,
    )
    faults = FrameFaults(np.zeros(4, bool))
    detected = DetectionPass(info("x"), **clock, people=(), camera=CameraMotion.static(4), faults=faults)
    save_landmarks(tmp_path / "new.npz", detected, track)
    with np.load(tmp_path / "new.npz") as saved:
        arrays = {name.replace("dissent_xy_px", "second_xy_px"): saved[name] for name in saved}
    notes = json.loads(str(arrays["notes"]))
    del notes["calibrations"]
    np.savez(tmp_path / "old.npz", **arrays | {"notes": np.array(json.dumps(notes))})
    _, loaded = load_landmarks(tmp_path / "old.npz")
    assert loaded.calibration == calibration
    np.testing.assert_array_equal(getattr(loaded, field), values[1])
    assert np.shares_memory(loaded.compared_xy_px, getattr(loaded, field))
