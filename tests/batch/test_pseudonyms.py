"""Pseudonyms instead of names, in everything that is written."""

import re

import pytest
from batch_helpers import by_name

from visiongait.batch.pseudonyms import pseudonymised, read_key_list
from visiongait.batch.recordings import Recording
from visiongait.batch.run import run_batch
from visiongait.errors import UsageError

pytest_plugins = ["made_batch"]
JANE = Recording("/archive/Jane Doe/walk.mp4", "Jane_Doe_walk", subject="Jane Doe", session="2024-05-03")
LATER = Recording("/archive/Jane Doe/later.mp4", "Jane_Doe_later", subject="Jane Doe", session="2024-11-03")


def test_pseudonyms_stay_the_same_and_tell_nothing(tmp_path):
    keys = tmp_path / "keys.csv"
    first = pseudonymised([LATER, JANE], keys, "out")
    again = pseudonymised([JANE, LATER], keys, "out")
    assert sorted(first, key=str) == sorted(again, key=str)
    later, jane = first
    assert re.fullmatch(r"S[A-Z2-9]{6}", jane.subject)
    assert re.fullmatch(r"R[A-Z2-9]{6}", jane.name)
    assert jane.subject == later.subject
    assert (jane.session, later.session) == ("1", "2")
    assert keys.stat().st_mode & 0o077 == 0
    assert read_key_list(keys).of("subject", "Jane Doe") == jane.subject


def test_names_that_spreadsheets_would_run_keep_their_pseudonym(tmp_path):
    odd = [
        Recording(f"/archive/{n}\udce9.mp4", "walk", subject=name)
        for n, name in enumerate(("=1+1", "'@x", "a\rb"))
    ]
    keys = tmp_path / "keys.csv"
    first = pseudonymised(odd, keys, "out")
    assert pseudonymised(odd, keys, "out") == first
    assert "'=1+1" in keys.read_text(errors="replace")
    assert [path.name for path in tmp_path.iterdir()] == ["keys.csv"]


def test_a_dry_run_writes_no_key_list(tmp_path):
    pseudonymised([JANE], tmp_path / "keys.csv", "out", write=False)
    assert not (tmp_path / "keys.csv").exists()


def test_key_lists_do_not_lie_with_the_results(tmp_path):
    with pytest.raises(UsageError, match="is inside the results folder"):
        pseudonymised([JANE], tmp_path / "out" / "keys.csv", str(tmp_path / "out"))


def test_a_file_that_is_something_else_is_left_alone(tmp_path):
    (tmp_path / "keys.csv").write_text("name,age\nJane,64\n")
    with pytest.raises(UsageError, match="not a key list"):
        pseudonymised([JANE], tmp_path / "keys.csv", "out")


def test_a_condition_that_names_a_subject_is_refused(tmp_path):
    named = Recording("a.mp4", "a", subject="Doe", conditions={"condition": "with Mrs Doe's stick"})
    with pytest.raises(UsageError, match="column condition contains a subject's name"):
        pseudonymised([named], tmp_path / "keys.csv", "out")


def test_nothing_that_is_written_holds_a_name(archive, settings, tmp_path):
    folder = archive(DoeJane__walk="good", DoeJane__torn="broken", DoeJohn__walk="crash")
    manifest = folder / "DoeList.csv"
    manifest.write_text(
        "path,subject,session,condition\nDoeJane/walk.mp4,DoeJane,DoeVisit1,barefoot\n"
        "DoeJane/torn.mp4,DoeJane,DoeVisit2,shoes\nDoeJohn/walk.mp4,DoeJohn,,\nDoeGone.mp4,DoeGone,,\n"
    )
    keys = tmp_path / "keys.csv"
    run_batch(settings(manifest, key_file=keys))
    first = written(tmp_path / "out")
    assert first
    assert [path for path, content in first.items() if b"Doe" in content or "Doe" in str(path)] == []
    assert b"barefoot" in first[tmp_path / "out" / "strides.csv"]
    assert "DoeJane" in keys.read_text()
    again = run_batch(settings(manifest, key_file=keys))
    assert [one.outcome.status for one in again.recordings].count("done") == 1
    assert by_name(again).keys() == by_name(run_batch(settings(manifest, key_file=keys))).keys()


def written(out):
    return {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
