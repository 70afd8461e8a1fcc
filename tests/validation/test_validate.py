import shutil

import pandas as pd
import pytest
from conftest import SAMPLES

from visiongait.cli.commands import run
from visiongait.errors import InputError, UsageError
from visiongait.validation import validate_clips
from visiongait.validation.figures import pool_all

NAME = "d01_normal_sagittal"


def test_a_folder_without_truth_is_an_error_in_one_sentence(tmp_path, capsys):
    assert run(["validate", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "no clip with truth" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_other_peoples_folders_are_left_alone(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match="other things"):
        validate_clips(SAMPLES, tmp_path)


def test_truth_without_its_clip_is_an_error(tmp_path):
    shutil.copy(SAMPLES / f"{NAME}.truth.json", tmp_path)
    with pytest.raises(InputError, match=NAME):
        validate_clips(tmp_path, tmp_path / "out")


@pytest.mark.network
def test_the_sample_walk_holds_against_its_truth(tmp_path, heavy_weights):
    clips, out = tmp_path / "clips", tmp_path / "out"
    clips.mkdir()
    for ending in ("mp4", "truth.json"):
        shutil.copy(SAMPLES / f"{NAME}.{ending}", clips)
    said = []
    first = validate_clips(clips, out, progress=lambda stage, done, total: said.append(stage))
    figures = {(one.figure.name, one.leg): one for one in pool_all(first.errors)}
    for leg in ("near", "far"):
        assert figures["ankle_dorsiflexion_deg", leg].mean < 2.5
        assert figures["ankle_rom_deg", leg].mean < 3.5
        assert figures["knee_flexion_deg", leg].mean < 3.5
        assert figures["shank_to_vertical_deg", leg].mean < 2.0
        for kind in ("foot_strike", "foot_off"):
            one = figures[kind, leg]
            assert (one.n, one.invented) == (one.wanted, 0)
            assert one.mean < 20
        assert figures["step_length_m", leg].mean < 3.0
        assert figures["stride_time_s", leg].mean < 2.0
    assert set(first.ablation["variant"]) >= {"complete processing", "no low-pass filter"}
    assert (out / NAME / "frames.csv").is_file()
    assert all((out / plot).stat().st_size > 10_000 for plot in ("agreement.png", "error_over_cycle.png"))
    assert "## What each step contributes" in (out / "validity.md").read_text(encoding="utf-8")

    said.clear()
    again = validate_clips(clips, out, progress=lambda stage, done, total: said.append(stage))
    assert not {"detection", "landmarks"} & set(said)  # the network's answers were kept
    pd.testing.assert_frame_equal(again.errors, first.errors)
