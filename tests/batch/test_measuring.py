"""What the isolated process really does, with a made walk in place of the network's landmarks."""

import threading
from types import SimpleNamespace

import av
import pytest
from made_walk import picture, walk

from visiongait import pipeline, pose
from visiongait.batch.child import Measuring
from visiongait.batch.plan import MeasureOptions
from visiongait.batch.recordings import Recording
from visiongait.errors import WeightsError

SECRETS = {
    "location": "+52.5163+013.3777/",
    "creation_time": "2019-07-14T09:26:53Z",
    "com.apple.quicktime.model": "SecretPhone 9",
    "comment": "Jane Doe, left knee",
}


@pytest.fixture
def filmed(tmp_path):
    """A recording whose container tells where, when and by whom it was made."""
    made = walk(width_px=320, height_px=180, seconds=2.4)
    path = tmp_path / "R234567.mp4"
    with av.open(str(path), "w", container_options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(SECRETS)
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for xy_px in made.track.xy_px:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(made.assessment.video, xy_px))))
        container.mux(stream.encode(None))
    assert b"SecretPhone" in path.read_bytes()
    return path, made


def asked(path, folder):
    options = MeasureOptions().of(Recording(str(path), "r", height_m=1.7))
    return {"kind": "measure", "recording": str(path), "folder": str(folder), "options": options}


def test_a_result_folder_without_what_the_phone_wrote(filmed, tmp_path, monkeypatch):
    path, made = filmed
    backends = []
    monkeypatch.setattr(pose, "make_backend", lambda model, **_: backends.append(model) or SimpleNamespace())
    monkeypatch.setattr(pipeline, "measure_source", lambda source, options, backend, **_: made)
    measuring = Measuring()
    answer = measuring.answer(asked(path, tmp_path / "result"), lambda *_: None)
    assert answer["quality"] == "caution"
    assert answer["frames"] == 60
    assert answer["facing"] == ["right"]
    files = {one.name: one.read_bytes() for one in (tmp_path / "result").iterdir()}
    assert {"annotated.mp4", "assessment.json", "strides.csv", "report.html"} <= files.keys()
    told = ("52.5163", "2019-07-14", "SecretPhone", "Jane")
    assert [name for name, content in files.items() if any(one.encode() in content for one in told)] == []
    with av.open(str(tmp_path / "result" / "annotated.mp4")) as annotated:
        assert not {"location", "creation_time", "comment"} & annotated.metadata.keys()
    measuring.answer(asked(path, tmp_path / "again"), lambda *_: None)
    assert backends == ["heavy"]  # one network for all recordings


def test_frames_are_counted_while_the_network_gets_ready(filmed, tmp_path, monkeypatch):
    path, made = filmed
    go_on, begun = threading.Event(), threading.Event()

    def make_backend(model, **_):
        begun.set()
        assert go_on.wait(60)

    monkeypatch.setattr(pose, "make_backend", make_backend)
    monkeypatch.setattr(pipeline, "measure_source", lambda source, options, backend, **_: made)
    measuring = Measuring()
    question = asked(path, tmp_path / "result")
    assert measuring.answer(question | {"kind": "count"}, lambda *_: None) == {"frames": 60}
    assert begun.wait(60)
    go_on.set()
    assert measuring.answer(question, lambda *_: None)["frames"] == 60


def test_a_network_that_cannot_be_made_is_said_each_time_and_tried_again(filmed, tmp_path, monkeypatch):
    tried = []

    def none(model, **_):
        tried.append(model)
        raise WeightsError("There are no weights.", "Fetch them.")

    monkeypatch.setattr(pose, "make_backend", none)
    measuring = Measuring()
    for _ in range(2):
        with pytest.raises(WeightsError):
            measuring.answer(asked(filmed[0], tmp_path / "result"), lambda *_: None)
    assert len(tried) == 2
