"""Where results lie: whole folders or none, faults as sentences."""

import errno

import pytest

from visiongait.batch.paths import as_user_errors
from visiongait.batch.plan import STATE_FILE, Outcome
from visiongait.batch.store import FolderStore
from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.system import hidden


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full: nothing more can be written to out.",
        ),
        (OSError(errno.EDQUOT, "Quota exceeded"), "The disk is full"),
        (OSError(errno.ESTALE, "Stale file handle"), r"out cannot be reached \(Stale file handle\)."),
        (RuntimeError("no credentials"), r"out cannot be reached \(no credentials\)."),
    ],
)
def test_each_fault_is_a_sentence_and_says_that_the_batch_goes_on(fault, said):
    with pytest.raises(EnvironmentFaultError, match=said) as caught, as_user_errors("out"):
        raise fault
    assert "continues where it stopped" in caught.value.hint


def test_sentences_pass_through():
    with pytest.raises(UsageError, match="wrong"), as_user_errors("out"):
        raise UsageError("wrong")


def published(store, quality, **files):
    with store.workspace() as workspace:
        folder = workspace / "result"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text)
        (folder / STATE_FILE).write_text(Outcome("walk", quality=quality, status="done").to_json())
        store.publish(folder, "walk")


def test_a_new_result_takes_the_place_of_the_old_one_and_notes_stay(tmp_path):
    store = FolderStore(tmp_path)
    with store.locked():
        published(store, "caution", summary="old")
        place = tmp_path / "recordings" / "walk"
        (place / "notes.txt").write_text("worth keeping")
        published(store, "ok", summary="new", strides="new")
    assert store.outcome("walk").quality == "ok"
    assert {path.name for path in place.iterdir()} == {"summary.csv", "strides.csv", STATE_FILE, "notes.txt"}
    assert not list((tmp_path / ".partial").iterdir())


@pytest.mark.parametrize("new", [False, True])
def test_killed_while_results_change_places(tmp_path, new):
    store = FolderStore(tmp_path)
    with store.locked():
        published(store, "caution", summary="old")
        place = tmp_path / "recordings" / "walk"
        (place / "notes.txt").write_text("worth keeping")
        place.rename(hidden(place, "old"))
        if new:
            published(store, "ok", summary="new")
            assert place.is_dir()
        assert store.outcomes().keys() == ({"walk"} if new else set())
    with store.locked():
        assert store.outcomes()["walk"].quality == ("ok" if new else "caution")
        assert (place / "notes.txt").read_text() == "worth keeping"
        assert not hidden(place, "old").exists()


def test_a_folder_of_somebody_elses_tables_is_refused(tmp_path):
    (tmp_path / "strides.csv").write_text("mine")
    with pytest.raises(UsageError, match=r"strides\.csv"), FolderStore(tmp_path).locked():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["strides.csv"]
