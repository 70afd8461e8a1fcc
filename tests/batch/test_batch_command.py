"""`visiongait batch` and `visiongait cohort` as typed, with a stand-in for the measuring."""

import json

import pytest
from benchmarks.stand_in import WORK

from visiongait.batch import worker
from visiongait.batch.isolation import Limits
from visiongait.cli.commands import run
from visiongait.pose import weights

pytest_plugins = ["made_batch"]


@pytest.fixture
def batch(scheduler, monkeypatch, tmp_path):
    """Type a batch on the small cluster, without weights."""
    bundle = tmp_path / "network.task"
    bundle.write_bytes(b"weights")
    monkeypatch.setattr(weights, "resolve", lambda model, progress: bundle)
    monkeypatch.setattr(worker.WorkerSettings.__init__, "__defaults__", (WORK, 1, None))

    def typed(*arguments):
        place = ["-o", str(tmp_path / "out"), "--scheduler", scheduler]
        return run(["batch", *(str(one) for one in arguments), *place])

    return typed


def test_lines_for_people_and_the_code_of_failed_ones(batch, archive, tmp_path, capsys):
    folder = archive(a="good 1", b="good 2")
    assert batch(folder) == 0
    said = capsys.readouterr().out
    assert "2 recordings: 2 to do; about 1 min." in said
    assert "done      a-" in said
    assert "2 done." in said
    assert f"To read: {tmp_path}/out/overview.html" in said
    (folder / "c.mp4").write_text("broken")
    assert batch(folder) == 3
    said = capsys.readouterr().out
    assert "3 recordings: 2 done, 1 to do" in said
    assert "The recording is damaged." in said


def test_lines_of_json_for_programs(batch, archive, capsys):
    folder = archive(a="good", b="broken")
    assert batch(folder, "--json") == 3
    said = capsys.readouterr()
    *recordings, closing = [json.loads(line) for line in said.out.splitlines()]
    assert {one["status"] for one in recordings} == {"done", "failed"}
    assert closing["counts"] == {"done": 1, "failed": 1}
    assert "Not a diagnostic device" in closing["notice"]
    assert said.err == ""


def test_a_dry_run_tells_and_writes_nothing(batch, archive, tmp_path, capsys):
    assert batch(archive(a="good"), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "to do      a-" in said
    assert "Nothing was done (--dry-run)." in said
    assert not (tmp_path / "out").exists()
    assert batch(archive(a="good"), "--dry-run", "--json") == 0
    first, closing = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["to_do"]
    assert closing["estimated_s"] > 0


def test_a_wrong_manifest_lists_its_faults(batch, tmp_path, capsys):
    (tmp_path / "list.csv").write_text("path,height_m\na.mp4,17.2\na.mp4,1.7\n")
    assert batch(tmp_path / "list.csv") == 2
    said = capsys.readouterr().err
    assert "Error: " in said
    assert "3 faults" in said
    assert "row 2, height_m" in said


def test_a_cohort_is_written_beside_the_tables(batch, archive, tmp_path, capsys):
    batch(archive(a="good 1", b="good 2"))
    assert run(["cohort", str(tmp_path / "out")]) == 0
    assert "Subjects: 2; recordings: 2." in capsys.readouterr().out
    assert (tmp_path / "out" / "cohort.html").exists()
    assert run(["cohort", str(tmp_path / "none")]) == 3


def test_one_worker_per_core_with_one_thread_each(monkeypatch):
    from visiongait.cli import batch as command

    monkeypatch.setattr(command, "available_cores", lambda: 4)
    monkeypatch.setattr(command, "_options", lambda **_: None)
    told = {"scheduler": None, "limit": None, "only_new": False, "retry_failed": False, "fail_fast": False,
            "key_file": None, "time_limit_min": 60, "memory_limit_gb": 4}  # fmt: skip
    for workers, expected in ((None, (4, 1)), (2, (2, 2)), (8, (8, 1))):
        settings = command._settings(("a",), out="out", workers=workers, **told)
        assert (settings.workers, settings.worker.threads) == expected
        assert settings.worker.limits == Limits(60, 4)
