"""A walk is measured alike in every kind of picture, and its annotated video can be watched."""

from itertools import islice

import av
import cv2
import numpy as np
import pytest
from conftest import SAMPLES, shared
from made_kinds import KINDS, write_kind

from visiongait.api.saving import keep_pictures, write_result
from visiongait.pipeline import Options, measure_source
from visiongait.pose import make_backend
from visiongait.results import read_assessment
from visiongait.video import open_video

pytestmark = pytest.mark.network
WALK = SAMPLES / "d01_normal_sagittal.mp4"
FIRST, COUNT = 40, 14
POINTS = ("hip", "knee", "ankle", "heel", "foot_index")


@pytest.fixture(scope="module")
def backend(heavy_weights):
    return make_backend("heavy")


@pytest.fixture(scope="module")
def plain_walk():
    """Frames of the walk, read before they become something else."""
    with av.open(str(WALK)) as container:
        return list(islice(container.decode(video=0), FIRST, FIRST + COUNT))


def measured(path, backend, folder, progress=lambda *_: None):
    """Landmarks (T, points, 2) in shares of the picture, and the annotated video's pictures."""
    source = open_video(path)
    keep_pictures(source)
    result = measure_source(source, Options(height_m=1.75), backend).for_writing()
    write_result(result, source, folder, video=True, blur=True, overwrite=True, progress=progress)
    track = result.track
    points = [track.skeleton.index(f"{side}_{name}") for side in ("left", "right") for name in POINTS]
    with av.open(str(folder / "annotated.mp4")) as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return track.xy_px[:, points] / [source.info.width_px, source.info.height_px], shown


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory, backend, plain_walk):
    folder = tmp_path_factory.mktemp("ordinary")
    kind = KINDS["h264 full range"]
    return measured(write_kind(folder, kind, plain_walk, 30), backend, folder / "result")


@pytest.mark.parametrize("name", KINDS)
def test_landmarks_and_annotated_video_of_every_kind(tmp_path, backend, ordinary, plain_walk, name):
    path = write_kind(tmp_path, KINDS[name], plain_walk, 30)
    points, shown = measured(path, backend, tmp_path / "result")
    assert len(points) == len(shown) == COUNT
    apart_px = np.linalg.norm((points - ordinary[0]) * [1280, 720], axis=2)
    assert np.nanmedian(apart_px) < 3
    for picture, usual in zip(shown, ordinary[1], strict=True):
        both = [
            cv2.resize(one, (64, 40), interpolation=cv2.INTER_AREA).astype(int) for one in (picture, usual)
        ]
        assert np.abs(both[0] - both[1]).mean() < (60 if "PQ" in name else 25)  # PQ: as if all were lamps


@pytest.mark.parametrize(
    ("case", "steps_per_min", "within"),
    [("iphone_hdr_10bit.mov", 110.8, 1.5), ("interlaced_25i.mp4", 110.8, 2.5)],
)
def test_files_that_brought_the_program_down(tmp_path, backend, case, steps_per_min, within):
    source = open_video(shared(f"cases/{case}"))
    keep_pictures(source)
    result = measure_source(source, Options(height_m=1.75), backend).for_writing()
    write_result(result, source, tmp_path / "result")
    summary = read_assessment(tmp_path / "result").summary.set_index(["metric", "side"])
    assert summary.loc[("cadence_steps_per_min", "both"), "value"] == pytest.approx(steps_per_min, abs=within)
