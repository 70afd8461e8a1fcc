"""A file may be called anything: what is measured is kept, and what is shown can be written."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from conftest import SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from visiongait.system import printable

NAMES = [
    b"M\xfcller walk.mp4",
    b"\xff\xfe.mp4",
    b"red \x1b[31m.mp4",
    "Gehtest Zoë – 歩行 🚶.mp4".encode(),
]


@pytest.mark.network
@pytest.mark.parametrize("name", NAMES)
def test_the_whole_way_with_any_name(tmp_path, heavy_weights, name):
    recording = os.fsencode(tmp_path) + b"/" + name
    shutil.copy(SAMPLES / "d01_normal_sagittal.mp4", recording)
    command = [sys.executable, "-m", "visiongait", "analyze", recording, "-o", tmp_path / "out", "--json"]
    done = subprocess.run([*command, "--model", "lite", "--end", "1.6"], capture_output=True, check=False)
    assert done.returncode == 4, done.stderr.decode()  # too short, and written all the same
    said = json.loads(done.stdout.decode("utf-8"))
    assert said["video"].endswith(printable(os.fsdecode(name)))
    (folder,) = (tmp_path / "out").iterdir()
    assert os.fsencode(folder.name) == name.removesuffix(b".mp4")
    names = {one.name for one in folder.iterdir()}
    assert {"annotated.mp4", "assessment.json", "report.html", "README.txt", "strides.csv"} <= names
    for text in ("assessment.json", "report.html", "README.txt"):
        (folder / text).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_failure_shows_the_name(tmp_path, name):
    missing = os.fsencode(tmp_path) + b"/" + name
    command = [sys.executable, "-m", "visiongait", "analyze", missing, "-o", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 3
    said = done.stderr.decode("utf-8")
    assert said.startswith("Error: There is no file ")
    assert printable(os.fsdecode(name)) in said
    assert "\x1b" not in said


def test_what_can_be_written_stays():
    for name in ("walk.mp4", "Zoë – 歩行 🚶.mp4", "/a/b c/d.mov"):
        assert printable(name) == name


@given(st.binary(max_size=40))
def test_every_name_can_be_written(name):
    text = printable(os.fsdecode(name))
    assert text.encode("utf-8").decode("utf-8") == text
    assert not any(character < " " for character in text)
    assert printable(text) == text
