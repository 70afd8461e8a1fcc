"""people.jpg: everybody with a number, in as few pictures as it takes."""

import io
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import ROOT, SAMPLES
from PIL import Image

import visiongait
from visiongait.datatypes import Frame
from visiongait.drawing import draw_people
from visiongait.drawing.people import rows_with_everybody
from visiongait.errors import NobodyThereError
from visiongait.pose import ReplayBackend, save_landmarks

sys.path.insert(0, str(ROOT / "tests" / "assessments"))
from made_recording import HEIGHT_PX, WIDTH_PX, detected, standing_m, times, track, walking_m

CLIP = SAMPLES / "d01_normal_sagittal.mp4"
TIME_S = times(2.0)
WALKER, BYSTANDER = track(walking_m(TIME_S), TIME_S), track(standing_m(TIME_S), TIME_S)


def seen_only(one, rows):
    xy_px = np.full_like(one.xy_px, np.nan)
    xy_px[rows] = one.xy_px[rows]
    return one.moved(xy_px)


def source_of(time_s):
    stripes = np.tile(np.arange(WIDTH_PX, dtype=np.uint8)[None, :, None] % 8 * 30, (HEIGHT_PX, 1, 3))
    return SimpleNamespace(frames_at=lambda rows: (Frame(row, time_s[row], stripes) for row in sorted(rows)))


def test_one_picture_shows_those_who_are_there_together():
    assert len(rows_with_everybody([WALKER, BYSTANDER])) == 1


def test_people_who_never_meet_are_shown_one_after_the_other():
    early, late = seen_only(WALKER, slice(0, 30)), seen_only(BYSTANDER, slice(60, 90))
    first, second = rows_with_everybody([early, late])
    assert first < 30
    assert 60 <= second < 90


def test_everybody_has_a_number_and_no_face():
    picture = Image.open(io.BytesIO(draw_people(detected(WALKER, BYSTANDER), source_of(TIME_S))))
    assert picture.size == (1280, 720)
    row = rows_with_everybody([WALKER, BYSTANDER])[0]
    bare = Image.open(io.BytesIO(draw_people(detected(WALKER, BYSTANDER), source_of(TIME_S), blur=False)))
    changed = np.abs(np.asarray(picture, int) - np.asarray(bare, int)).sum(axis=2) > 60
    for person in (WALKER, BYSTANDER):
        x_px, y_px = person.of("left_shoulder")[row] * 1280 / WIDTH_PX
        assert changed[int(y_px) - 30, int(x_px)] or changed[int(y_px) - 25, int(x_px) + 3]


def test_nobody_there_leaves_a_picture_beside_the_folder_and_nothing_else(tmp_path):
    save_landmarks(tmp_path / "walk.npz", detected(WALKER, BYSTANDER), WALKER)
    backend = ReplayBackend(tmp_path / "walk.npz")
    out = tmp_path / "results"
    with pytest.raises(NobodyThereError) as fault:
        visiongait.analyse_into(
            out / "d01", CLIP, visiongait.Options(subject="5,5"), backend=backend
        )  # fmt: skip
    assert [path.name for path in out.iterdir()] == ["d01_people.jpg"]
    assert str(out / "d01_people.jpg") in fault.value.hint
    assert Image.open(io.BytesIO((out / "d01_people.jpg").read_bytes())).size == (1280, 720)
    assert visiongait.analyse(CLIP, subject="2", backend=backend).assessment.subject.person == 1
