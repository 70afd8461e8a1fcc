"""Single files come whole or not at all, and of two commands for one name only one may come first."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.system import hidden, place, write_files, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_only_if_asked(tmp_path):
    file = tmp_path / "deep" / "page.html"
    write_files({file: "one"})
    with pytest.raises(UsageError, match="already") as refusal:
        write_files({file: "two", tmp_path / "other": "two"})
    assert "--overwrite" in refusal.value.hint
    assert file.read_text() == "one"
    assert names(tmp_path) == ["deep"]
    write_files({file: "two"}, overwrite=True)
    assert file.read_text() == "two"
    assert names(file.parent) == ["page.html"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_came_in_between_is_not_replaced(tmp_path, monkeypatch, links):
    def no_links(*_):
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "part").write_text("mine")
    place(tmp_path / "part", tmp_path / "file", overwrite=False)
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "part").write_text("another's")
    with pytest.raises(UsageError, match="already"):
        place(tmp_path / "part", tmp_path / "file", overwrite=False)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_full_disk_leaves_the_earlier_file(tmp_path, monkeypatch):
    file = tmp_path / "page.html"
    write_files({file: "one"})

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EnvironmentFaultError, match="disk is full"):
        write_files({file: "two"}, overwrite=True)
    monkeypatch.undo()
    assert file.read_text() == "one"
    assert names(tmp_path) == ["page.html"]


def test_what_a_killed_command_left_is_swept_and_a_living_ones_is_not(tmp_path):
    file = tmp_path / "page [1].html"
    hidden(file, "partial-1").write_text("half")
    held = f"""
import os, time
from pathlib import Path
from visiongait.system import whole_file
with whole_file(Path({str(file)!r})):
    print("at work", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "at work\n"
        write_whole(file, b"whole")
        assert names(tmp_path) == sorted([hidden(file, f"partial-{other.pid}").name, file.name])
        other.kill()
    write_whole(file, b"again")
    assert names(tmp_path) == [file.name]


def test_who_may_read_is_said_before_anything_is_written(tmp_path):
    write_whole(tmp_path / "keys.csv", b"secret", mode=0o600)
    assert (tmp_path / "keys.csv").stat().st_mode & 0o777 == 0o600
