"""Which files are recordings, and what they are called."""

import pytest

from visiongait.batch.recordings import find_recordings, name_of
from visiongait.errors import InputError, UsageError


@pytest.fixture
def tree(tmp_path):
    for name in (
        "a.mp4",
        "deep/er/B.MOV",
        "notes.txt",
        "._a.mp4",
        ".hidden/c.mp4",
        "out/recordings/x/annotated.mp4",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(sources, out):
    return [one.name for one in find_recordings([str(source) for source in sources], str(out))]


def test_a_folder_is_searched_but_for_results_and_hidden_files(tree):
    assert names([tree], tree / "out") == ["a", "deep_er_B"]


def test_globs_files_and_folders_give_each_recording_once(tree):
    assert names([tree / "*.mp4", tree / "a.mp4", tree / "deep"], tree / "out") == ["a", "er_B"]


def test_a_file_named_by_hand_needs_no_known_ending(tree):
    assert names([tree / "notes.txt"], "out") == ["notes"]


def test_what_is_not_there_is_one_sentence(tree):
    with pytest.raises(UsageError, match=r"There is no .*none"):
        names([tree / "none"], "out")
    with pytest.raises(InputError, match="no recording"):
        names([tree / "*.avi"], "out")
    with pytest.raises(UsageError, match="cannot be opened here"):
        names(["nonsense://x"], "out")


@pytest.mark.parametrize(
    ("path", "name"),
    [("S 1/walk.mp4", "S_1_walk"), ("ä/ö.mov", "ä_ö"), ("..mp4", "recording"), ("x" * 99 + ".mp4", "x" * 60)],
)
def test_a_path_becomes_a_word(path, name):
    assert name_of(path) == name
