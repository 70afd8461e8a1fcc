"""Backends are found by name: ours, and those of other packages, through their entry points."""

import sys

import numpy as np
import pytest

from visiongait.datatypes import (
    BLAZEPOSE,
    CameraMotion,
    DetectionPass,
    Frame,
    FrameFaults,
    PoseTrack,
    VideoInfo,
)
from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.pipeline import Options, measure_source
from visiongait.pose import backends, make_backend, sha256_of_model

MODULE = """
import numpy as np
from visiongait.datatypes import PoseModel


class Backend:
    def __init__(self, name, quality):
        self.model = PoseModel(f"still {name}", f"still {name}, {quality}", {"still.bin": "ab"})

    def begin(self, source):
        return Session(source, self.model)

    def poses(self, frame):
        return []


class Session:
    def __init__(self, source, model):
        self.source, self.model = source, model

    def detect(self, progress):
        progress("detection", 1, 1)
        return self.source.detected

    def estimate_landmarks(self, person, progress):
        return self.source.detected.people[person]

    def reestimate(self, person, rows, progress):
        return np.empty((len(rows), 0, len(self.model.skeleton.landmarks), 2))


def make(model, quality, progress):
    return Backend(model, quality)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Another package with a backend, as pip would install it."""
    (tmp_path / "stillpose.py").write_text(MODULE)
    about = tmp_path / "stillpose-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: stillpose\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[visiongait.pose_backends]\nstill = stillpose:make\nbroken = nowhere:make\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("stillpose", None)


class Source:
    """A recording that does not exist, in which somebody stands still."""

    info = VideoInfo("x.mp4", 640, 480, 30.0, 1.0, 30, 0, "raw", "none", "0" * 64)

    def __init__(self):
        clock = {"frame": np.arange(30), "time_s": np.arange(30) / 30}
        xy_px = np.tile(np.random.default_rng(0).uniform(100, 300, (33, 2)), (30, 1, 1))
        person = PoseTrack(BLAZEPOSE, **clock, xy_px=xy_px, visibility=np.ones((30, 33)), source="still")
        faults = FrameFaults(np.zeros(30, bool))
        self.detected = DetectionPass(
            self.info, **clock, people=(person,), camera=CameraMotion.static(30), faults=faults
        )

    def frames_at(self, indices):
        yield from (Frame(index, index / 30, np.zeros((480, 640, 3), np.uint8)) for index in indices)

    def turn(self, quarter_turns):
        raise AssertionError("nothing says that the picture lies")


def test_another_package_brings_a_backend(package):
    assert list(backends())[:2] == ["openvino", "mediapipe"]
    assert "still" in backends()
    backend = make_backend("still:large", quality="best")
    assert backend.model.name == "still large, best"
    result = measure_source(Source(), Options(model="still:large"), backend)
    assert result.assessment.provenance.backend == "still large, best"
    assert result.assessment.provenance.weights_sha256 == {"still.bin": "ab"}
    assert result.assessment.verdict.quality == "withheld"


def test_its_models_have_hashes_of_their_own(package):
    large, small = sha256_of_model("still:large"), sha256_of_model("still:small")
    assert len(large) == 64
    assert large != small


def test_a_backend_that_cannot_be_loaded_is_said_in_words(package):
    with pytest.raises(EnvironmentFaultError, match="broken cannot be loaded"):
        make_backend("broken:x")


def test_unknown_names_are_refused():
    with pytest.raises(UsageError, match="no model named"):
        make_backend("still:large")
    with pytest.raises(UsageError, match="no pose backend 'still'"):
        make_backend("heavy", runtime="still")
