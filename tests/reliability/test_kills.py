"""kill -9 while results are written, a few times; `scripts/kill_tests` does it to whole commands, often."""

import json
import os
import random
import subprocess
import sys
import time

import pytest
from conftest import ROOT
from reliability.kills import lost
from reliability.victims import contents, leftovers

from visiongait.errors import UsageError
from visiongait.results import prepare_folder

KILLS = 6
WRITER = """
import sys
from pathlib import Path
from made_walk import MadeSource, walk
from visiongait.results import prepare_folder
from visiongait.api.saving import write_report, write_result

folder = Path(sys.argv[1])
made = walk(160, 120, seconds=3.4, fps=5)
source = MadeSource(made.detected.video, made.track)
print("ready", flush=True)
while True:
    prepare_folder(folder, overwrite=True)
    write_result(made, source, folder, video=False, overwrite=True)
    write_report(made.assessment, folder)
    print("written", flush=True)
"""


def writer(folder):
    tests = os.pathsep.join([str(ROOT / "tests"), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        env=os.environ | {"PYTHONPATH": tests},
        stdout=subprocess.PIPE,
        text=True,
    )


def whole(folder):
    if not (folder / "assessment.json").is_file():
        return False  # being cleared away
    json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    return {"frames.csv", "summary.csv", "report.html", "README.txt"} <= {p.name for p in folder.iterdir()}


def test_killed_while_results_replace_each_other(tmp_path):
    """A result is there at every moment, in its place or beside it, and the notes in it are."""
    rng = random.Random(15)
    folder, notes = tmp_path / "walk", "exports/my notes.txt"
    for number in range(KILLS):
        with writer(folder) as process:
            assert process.stdout.readline() == "ready\n"
            if number == 0:
                assert process.stdout.readline() == "written\n"
                (folder / notes).parent.mkdir()
                (folder / notes).write_text("worth keeping")
            time.sleep(rng.uniform(0, 0.6))
            process.kill()
        found = [one for one in (folder, tmp_path / ".walk.old") if one.is_dir() and whole(one)]
        assert found
        assert any((one / notes).is_file() for one in found)
    with pytest.raises(UsageError, match="already exist"):
        prepare_folder(folder)  # which finishes what the last kill interrupted
    assert whole(folder)
    assert (folder / notes).read_text() == "worth keeping"
    assert {path.name for path in tmp_path.iterdir()} <= {"walk", ".walk.partial"}


@pytest.mark.parametrize(
    ("name", "content", "gone"),
    [("notes.txt", None, True), ("notes.txt", "same", False), ("out/walk/summary.csv", None, False)],
)
def test_what_counts_as_lost(tmp_path, name, content, gone):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("same")
    before = contents(tmp_path)
    file.unlink()
    if content:
        (tmp_path / "elsewhere").write_text(content)
    assert bool(lost(before, contents(tmp_path))) == gone


def test_what_counts_as_left(tmp_path):
    (tmp_path / "walk").mkdir()
    (tmp_path / "walk" / "frames.csv").touch()
    (tmp_path / ".lock").touch()
    (tmp_path / ".partial").mkdir()
    assert leftovers(tmp_path) == []
    (tmp_path / ".walk.partial").mkdir()
    (tmp_path / "record.sqlite-journal").touch()
    assert sorted(leftovers(tmp_path)) == [".walk.partial", "record.sqlite-journal"]
