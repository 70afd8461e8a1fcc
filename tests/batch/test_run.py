"""Whole batches on a real scheduler with real worker processes; only the measuring is a stand-in."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest
from batch_helpers import Noting, by_name

from visiongait.batch import plan as outcomes
from visiongait.batch.plan import MeasureOptions, Selection
from visiongait.batch.run import BatchPlan, Watcher, run_batch
from visiongait.errors import EnvironmentFaultError, UsageError

pytest_plugins = ["made_batch"]
TABLES = ("strides", "summary", "events")


def tables(out):
    return {
        f"{name}.{kind}": (out / f"{name}.{kind}").read_bytes()
        for name in TABLES
        for kind in ("csv", "parquet")
    }


def measured(settings, **how):
    watcher = Noting()
    done = run_batch(settings, watcher, **how)
    return sorted(watcher.measured), done


def test_an_archive_becomes_folders_tables_status_and_overview(archive, settings, tmp_path):
    folder = archive(one="good 1", sub__two="good 2", still="withheld", torn="broken")
    (folder / "notes.txt").write_text("no recording")
    outcomes = by_name(run_batch(settings(folder)))
    out = tmp_path / "out"
    assert {name: one.status for name, one in outcomes.items()} == {
        "one": "done", "sub_two": "done", "still": "withheld", "torn": "failed",
    }  # fmt: skip
    strides = pd.read_parquet(out / "strides.parquet")
    assert sorted(strides["recording"]) == sorted(outcomes[n].recording for n in ("one", "sub_two", "still"))
    pd.testing.assert_frame_equal(
        pd.read_csv(out / "strides.csv")[["recording", "stride_time_s"]],
        strides[["recording", "stride_time_s"]],
        check_dtype=False,
    )
    status = {row["recording"]: row for row in csv.DictReader(io.StringIO((out / "status.csv").read_text()))}
    torn = status[outcomes["torn"].recording]
    assert (torn["error"], torn["hint"]) == ("The recording is damaged.", "Copy it again.")
    assert status[outcomes["still"].recording]["reason"] == "Nobody walks."
    assert float(torn["seconds"]) >= 0
    page = (out / "overview.html").read_text()
    assert page.index("torn-") < page.index("still-") < page.index("one-")
    assert f'href="recordings/{outcomes["one"].recording}/report.html"' in page
    assert "Stride time" in page
    assert "looking at one.mp4" in (out / status[outcomes["one"].recording]["log"]).read_text()
    assert not any((out / ".partial").iterdir())


def test_long_recordings_come_first_and_those_of_unknown_length_before_all():
    recordings = {"a": 40, "b": 90, "c": None, "done": 500, "d": 60}
    planned = [
        SimpleNamespace(outcome=SimpleNamespace(recording=name), to_do=name != "done") for name in recordings
    ]
    ahead = BatchPlan(planned, recordings)
    assert [planned[place].outcome.recording for place in ahead.longest_first] == ["c", "b", "d", "a"]


def test_each_bad_file_costs_itself_alone(archive, settings):
    """Crash, no end, no bound on memory, a bug: the others are measured, by the same worker."""
    folder = archive(a="crash", b="endless", c="large", d="buggy", e="broken", z="good")
    outcomes = by_name(run_batch(settings(folder)))
    assert outcomes["z"].status == "done"
    said = {name: one.error for name, one in outcomes.items() if one.status == "failed"}
    assert sorted(said) == ["a", "b", "c", "d", "e"]
    assert "SIGSEGV" in said["a"]
    assert "not finished after 0.05 min" in said["b"]
    assert "more than 0.4 GB" in said["c"]
    assert "bug" in said["d"]
    assert outcomes["b"].seconds < 3 + 2


def test_nothing_is_done_twice_and_what_changed_is_done_again(archive, settings, monkeypatch):
    folder = archive(one="good 1", two="good 2", torn="broken")
    assert measured(settings(folder))[0] == ["one", "torn", "two"]
    assert measured(settings(folder))[0] == []
    os.utime(folder / "one.mp4")
    (folder / "two.mp4").rename(folder / "renamed.mp4")
    assert measured(settings(folder))[0] == []
    (folder / "one.mp4").write_text("good 3")
    assert measured(settings(folder))[0] == ["one"]
    taller = settings(folder, options=MeasureOptions(height_m=1.8))
    assert measured(taller)[0] == ["one", "torn", "two"]
    assert measured(taller)[0] == []
    monkeypatch.setattr(outcomes, "SCIENCE_VERSION", outcomes.SCIENCE_VERSION + 1)
    assert measured(taller)[0] == ["one", "torn", "two"]


def test_choices(archive, settings):
    folder = archive(a="good 1", b="good 2", c="broken")
    limited, done = measured(settings(folder, selection=Selection(limit=1)))
    assert limited == ["a"]
    assert by_name(done)["b"].status == "pending"
    assert measured(settings(folder, selection=Selection(limit=1)))[0] == ["b"]
    assert measured(settings(folder))[0] == ["c"]
    assert measured(settings(folder, selection=Selection(retry_failed=True)))[0] == ["c"]
    taller = MeasureOptions(height_m=1.8)
    assert measured(settings(folder, options=taller, selection=Selection(only_new=True)))[0] == []


def test_fail_fast_leaves_the_rest_for_later(archive, settings):
    folder = archive(a="broken", b="slow 1", c="slow 2", d="slow 3")
    first, done = measured(settings(folder, fail_fast=True))
    assert first == ["a"]
    assert {name for name, one in by_name(done).items() if one.status == "pending"} >= {"c", "d"}
    assert set(measured(settings(folder))[0]) <= {"b", "c", "d"}


def test_a_dry_run_writes_nothing_and_estimates(archive, settings, tmp_path):
    folder = archive(a="good", b="good 2")
    ahead = run_batch(settings(folder), dry_run=True)
    assert [one.to_do for one in ahead.recordings] == [True, True]
    assert set(ahead.frames.values()) == {30}
    assert ahead.seconds > 0
    assert not (tmp_path / "out").exists()


def test_copies_are_told_and_not_counted_twice(archive, settings, tmp_path):
    folder = archive(a="good", b="good", c="good 2")
    outcomes = by_name(run_batch(settings(folder)))
    assert outcomes["b"].status == "duplicate"
    assert outcomes["a"].recording in outcomes["b"].reason
    assert pd.read_parquet(tmp_path / "out" / "summary.parquet")["recording"].nunique() == 2


def test_a_full_disk_stops_the_batch_with_a_sentence_and_it_goes_on(archive, settings, tmp_path):
    folder = archive(a="good", b="full")
    with pytest.raises(EnvironmentFaultError, match="disk is full"):
        run_batch(settings(folder))
    (folder / "b.mp4").write_text("good 2")
    again, _ = measured(settings(folder))
    assert "b" in again
    assert not any((tmp_path / "out" / ".partial").iterdir())


def test_a_recording_that_is_gone_is_tried_again(archive, settings, tmp_path):
    folder = archive(a="good")
    manifest = folder / "list.csv"
    manifest.write_text("path\na.mp4\ngone.mp4\n")
    outcomes = by_name(run_batch(settings(manifest)))
    assert outcomes["gone"].error == "There is no file for gone."
    (folder / "gone.mp4").write_text("good 2")
    assert measured(settings(manifest))[0] == ["gone"]


def test_a_store_that_is_lost_is_one_sentence(archive, settings, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFaultError, match="cannot be reached"):
        run_batch(settings(archive(a="good"), out=str(tmp_path / "file" / "out")))


def test_two_batches_do_not_write_to_the_same_place(archive, settings, tmp_path):
    from visiongait.batch.store import open_store

    with open_store(str(tmp_path / "out")).locked(), pytest.raises(UsageError, match="Another batch"):
        run_batch(settings(archive(a="good")))


def test_no_scheduler_is_one_sentence(archive, settings, monkeypatch):
    from visiongait.batch import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 1)
    with pytest.raises(EnvironmentFaultError, match="No Dask scheduler answers"):
        run_batch(settings(archive(a="good"), scheduler="tcp://127.0.0.1:1"))


class Killing(Watcher):
    """Kills the worker that works on the first recording, once."""

    def __init__(self):
        self.killed = False

    def working(self, worker, message):
        if not self.killed:
            self.killed = True
            family = psutil.Process().children(recursive=True)
            next(process for process in family if is_worker(process)).send_signal(signal.SIGKILL)


def is_worker(process):
    """Whether a process is a Dask worker: a spawned one with a measuring child."""
    return any("visiongait.batch.child" in " ".join(child.cmdline()) for child in process.children())


def test_a_killed_worker_is_replaced_and_its_work_done(archive, settings, tmp_path):
    folder = archive(**{f"r{i}": f"slow {i}" for i in range(4)})
    watcher = Killing()
    done = run_batch(settings(folder, scheduler=None, workers=2), watcher)
    assert watcher.killed
    assert {one.status for one in by_name(done).values()} == {"done"}
    killed = tables(tmp_path / "out")
    undisturbed = settings(folder, out=str(tmp_path / "undisturbed"))
    run_batch(undisturbed)
    assert tables(tmp_path / "undisturbed") == killed


BATCH = """
import sys
from batch_helpers import WORKER
from visiongait.batch.run import BatchSettings, run_batch
if __name__ == "__main__":
    run_batch(BatchSettings([sys.argv[1]], sys.argv[2], worker=WORKER, workers=2))
"""


def test_the_whole_run_killed_in_the_middle_goes_on(archive, settings, tmp_path):
    folder = archive(**{f"r{i}": f"slow {i}" for i in range(6)})
    script, out = tmp_path / "batch.py", tmp_path / "out"
    script.write_text(BATCH)
    whole = subprocess.Popen([sys.executable, script, folder, out])
    deadline_s = time.monotonic() + 60
    while len(list(out.glob("recordings/*/recording.json"))) < 2 and time.monotonic() < deadline_s:
        time.sleep(0.02)
    family = psutil.Process(whole.pid).children(recursive=True)
    whole.kill()
    whole.wait()
    _, left = psutil.wait_procs(family, timeout=10)
    assert left == []  # nobody goes on working for a batch that is dead
    before = {path.parent.name for path in out.glob("recordings/*/recording.json")}
    assert 2 <= len(before) < 6
    assert not (out / "strides.csv").exists()
    again, done = measured(settings(folder))
    assert len(again) == 6 - len(before)
    assert {one.status for one in by_name(done).values()} == {"done"}
    run_batch(settings(folder, out=str(tmp_path / "undisturbed")))
    assert tables(tmp_path / "undisturbed") == tables(out)
    assert not any((out / ".partial").iterdir())


STOPPED = """
import sys
from batch_helpers import WORKER
from visiongait.batch.run import BatchSettings, run_batch
if __name__ == "__main__":
    try:
        run_batch(BatchSettings([sys.argv[1]], sys.argv[2], worker=WORKER, workers=1))
    except KeyboardInterrupt:  # the command line says "Stopped." here
        sys.exit(130)
"""


def test_ctrl_c_is_quiet_and_leaves_nobody_behind(archive, tmp_path, stand_in_found):
    folder = archive(**{f"r{i}": f"slow {i}" for i in range(9)})
    script, out = tmp_path / "batch.py", tmp_path / "out"
    script.write_text(STOPPED)
    whole = subprocess.Popen(
        [sys.executable, script, folder, out], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline_s = time.monotonic() + 60
    while not list(out.glob("recordings/*/recording.json")) and time.monotonic() < deadline_s:
        time.sleep(0.02)
    family = psutil.Process(whole.pid).children(recursive=True)
    os.killpg(whole.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    said = whole.communicate(timeout=30)[1]
    assert whole.returncode == 130
    assert "Traceback" not in said
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_what_a_manifest_says_is_never_run_by_a_spreadsheet(archive, settings, tmp_path):
    folder = archive(one="good 1", two="good 2")
    formula = '=HYPERLINK(""evil"",""see"")'
    (folder / "list.csv").write_text(
        f'path,subject,session,condition,speed\none.mp4,"{formula}",-1,@SUM(A1),+2|cmd\ntwo.mp4,P02,2,usual,slow\n'
    )
    run_batch(settings(folder / "list.csv"))
    for name in (*TABLES, "status"):
        text = (tmp_path / "out" / f"{name}.csv").read_text()
        rows = list(csv.DictReader(io.StringIO(text)))
        cells = [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
        assert set(cells) <= {"-1"}, name
        assert any(row["subject"] == '\'=HYPERLINK("evil","see")' for row in rows)
    strides = pd.read_parquet(tmp_path / "out" / "strides.parquet")
    assert '=HYPERLINK("evil","see")' in set(strides["subject"])  # no spreadsheet runs what is in there
