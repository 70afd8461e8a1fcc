"""The isolated process: what it may do to others is nothing."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from benchmarks.stand_in import WORK

from visiongait.batch.isolation import Isolated, Limits, thread_limits
from visiongait.batch.paths import PREFIX, temporary_folder
from visiongait.errors import InputError

pytest_plugins = ["made_batch"]
LIMITS = Limits(time_min=0.1, memory_gb=0.4)


@pytest.fixture
def isolated(stand_in_found):
    one = Isolated(WORK, 1)
    yield one
    one.close()


def question(tmp_path, words, kind="measure"):
    recording = tmp_path / "one.mp4"
    recording.write_text(words)
    return {
        "kind": kind, "recording": str(recording), "folder": str(tmp_path / "result"),
        "log": str(tmp_path / "log"), "options": {"height_m": None},
    }  # fmt: skip


def test_one_process_answers_all_questions(isolated, tmp_path):
    told = []
    isolated.ask(question(tmp_path, "good"), LIMITS, lambda *stage: told.append(stage))
    first = psutil.Process().children()
    isolated.ask(question(tmp_path, "good", "count"), LIMITS, lambda *_: None)
    assert [child.pid for child in psutil.Process().children()] == [child.pid for child in first]
    assert told == [("follow", 1, 2)]
    assert "follow" in (tmp_path / "log").read_text()


def test_after_a_crash_a_new_one_answers(isolated, tmp_path):
    with pytest.raises(InputError, match="SIGSEGV"):
        isolated.ask(question(tmp_path, "crash"), LIMITS, lambda *_: None)
    assert isolated.ask(question(tmp_path, "good", "count"), LIMITS, lambda *_: None) == {"frames": 30}


def test_an_answer_that_nobody_waited_for_is_not_taken_for_the_next(isolated, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        isolated.ask(question(tmp_path, "good"), LIMITS, interrupt)
    assert isolated.ask(question(tmp_path, "good", "count"), LIMITS, lambda *_: None) == {"frames": 30}


ASKING = """
import sys
sys.path.insert(0, sys.argv[1])
from test_isolation import LIMITS, WORK, Isolated
question = dict(kind="measure", recording=sys.argv[2], folder="none", log=sys.argv[2] + ".log", options={})
Isolated(WORK, 1).ask(question, LIMITS, lambda *_: None)
"""


def test_it_ends_with_who_asks(tmp_path, stand_in_found):
    recording = tmp_path / "one.mp4"
    recording.write_text("endless")
    asking = subprocess.Popen([sys.executable, "-c", ASKING, Path(__file__).parent, recording])
    deadline_s = time.monotonic() + 20
    children = []
    while not children and time.monotonic() < deadline_s:
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(asking.pid).children()
        time.sleep(0.05)
    asking.kill()
    asking.wait()
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert gone
    assert not alive


def test_libraries_are_told_how_many_threads():
    assert set(thread_limits(2).values()) == {"2"}
    assert "OMP_NUM_THREADS" in thread_limits(2)


def test_folders_of_dead_processes_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f"{PREFIX}{dead.pid}-x"
    other = tmp_path / "visiongait-words-x"
    left.mkdir()
    other.mkdir()
    with temporary_folder() as folder, temporary_folder() as second:
        assert folder.exists()
        assert second != folder
        assert not left.exists()
        assert other.exists()
    assert not folder.exists()
