"""The result folder appears whole or not at all, and never harms what was there."""

import errno
import json
import subprocess
import sys
import threading

import pytest
from made_walk import MadeSource, nothing_found, walk

from visiongait.api.saving import write_result
from visiongait.drawing.stills import FILE_NAMES
from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.metrics import KEY_INSTANTS
from visiongait.results import folder as room
from visiongait.results import prepare_folder
from visiongait.results.replacement import claimed_folder, replace_folder
from visiongait.system import hidden

PICTURES = {"annotated.mp4", *(FILE_NAMES[instant] for instant in KEY_INSTANTS)}
PDFS = {"report.pdf", "patient.pdf"}
LANDMARKS = {"pose.npz"}  # of a person who was followed
ALWAYS = {f"{name}.csv" for name in ("frames", "landmarks", "events", "strides", "summary")} | {
    "assessment.json",
    "report.html",
    "README.txt",
}


@pytest.fixture(scope="module")
def made():
    return walk(160, 120, seconds=3.4, fps=5)


@pytest.fixture(scope="module")
def source(made):
    return MadeSource(made.detected.video, made.track)


@pytest.fixture
def write(made, source):
    return lambda folder, **options: write_result(made, source, folder, **({"video": False} | options))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def failing(fault):
    def fail(*_):
        raise fault

    return fail


@pytest.mark.parametrize("video", [True, False])
def test_folder_holds_exactly_the_contract_and_nothing_beside_it(tmp_path, write, video):
    out = write(tmp_path / "results" / "walk", video=video)
    assert set(names(out)) == ALWAYS | LANDMARKS | (PICTURES if video else set())
    assert names(tmp_path) == ["results"]
    assert names(tmp_path / "results") == ["walk"]


def test_folder_of_a_recording_with_nothing_to_assess_is_complete(tmp_path, made, source):
    out = write_result(nothing_found(made), source, tmp_path / "walk")
    assert set(names(out)) == ALWAYS | {"annotated.mp4"}


def test_pdf_is_written_where_asked_for(tmp_path, write):
    assert set(names(write(tmp_path / "walk", pdf=True))) == ALWAYS | LANDMARKS | PDFS


def test_every_file_is_known_so_that_it_may_be_replaced():
    assert set(room.RESULT_FILES) >= ALWAYS | LANDMARKS | PICTURES | PDFS


def test_json_is_the_assessment(tmp_path, write, made):
    out = write(tmp_path / "walk")
    assert json.loads((out / "assessment.json").read_text()) == json.loads(made.assessment.to_json())


def test_no_output_names_a_path_of_this_computer(tmp_path, write):
    out = write(tmp_path / "walk", video=True)
    for path in out.iterdir():
        assert str(tmp_path).encode() not in path.read_bytes(), path.name


def test_progress_counts_every_picture(tmp_path, write, made):
    seen = []
    write(tmp_path / "walk", video=True, progress=lambda *call: seen.append(call))
    total = len(made.track.frame)
    pictures = [("annotated video", done, total) for done in range(1, total + 1)]
    assert seen == [*pictures, ("tables and report", 1, 1)]


def test_filled_folder_is_refused_and_left_alone(tmp_path, write):
    out = write(tmp_path / "walk")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(UsageError, match="already exist") as refusal:
        write(out)
    assert "--overwrite" in refusal.value.hint
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_overwriting_replaces_everything(tmp_path, write):
    out = write(tmp_path / "walk", video=True)
    (out / "summary.csv").write_text("old")
    write(out, overwrite=True)
    assert (out / "summary.csv").read_text() != "old"
    assert not (out / "annotated.mp4").exists()  # it belonged to the old result
    assert names(tmp_path) == ["walk"]


@pytest.mark.parametrize("leftover", [None, ".DS_Store"])
def test_empty_folder_is_filled(tmp_path, write, leftover):
    (tmp_path / "walk").mkdir()
    if leftover:
        (tmp_path / "walk" / leftover).touch()
    assert "summary.csv" in names(write(tmp_path / "walk"))


def test_foreign_files_are_never_replaced(tmp_path, write):
    out = write(tmp_path / "walk")
    (out / "my notes.txt").write_text("worth keeping")
    with pytest.raises(UsageError, match="my notes"):
        write(out, overwrite=True)
    assert (out / "my notes.txt").read_text() == "worth keeping"


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), ValueError("a bug")])
@pytest.mark.parametrize("overwrite", [True, False])
def test_nothing_half_written_stays_after_a_failure(tmp_path, write, monkeypatch, fault, overwrite):
    if overwrite:
        (write(tmp_path / "out" / "walk") / "summary.csv").write_text("old")
    monkeypatch.setattr("visiongait.pages.write_pages", failing(fault))
    with pytest.raises(type(fault)):
        write(tmp_path / "out" / "walk", overwrite=overwrite)
    if overwrite:
        assert names(tmp_path / "out") == ["walk"]
        assert (tmp_path / "out" / "walk" / "summary.csv").read_text() == "old"
    else:
        assert names(tmp_path) == []


def test_interrupt_in_the_middle_of_the_video_leaves_nothing(tmp_path, write):
    def stop(stage, done, total):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "walk", video=True, progress=stop)
    assert names(tmp_path) == []


def test_old_result_comes_back_if_the_exchange_fails(tmp_path, write, monkeypatch):
    out = write(tmp_path / "walk")
    (out / "summary.csv").write_text("old")
    rename = type(out).rename

    def refuse_the_new(path, target):
        if "partial" in path.name:
            raise OSError(errno.EIO, "input/output error")
        return rename(path, target)

    monkeypatch.setattr(type(out), "rename", refuse_the_new)
    with pytest.raises(OSError, match="input/output"):
        write(out, overwrite=True)
    monkeypatch.undo()
    assert (out / "summary.csv").read_text() == "old"
    assert names(tmp_path) == ["walk"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_said_and_leaves_nothing(tmp_path, write, monkeypatch, code):
    monkeypatch.setattr("visiongait.results.tables.write_tables", failing(OSError(code, "full")))
    with pytest.raises(EnvironmentFaultError, match="disk is full") as fault:
        write(tmp_path / "walk")
    assert fault.value.hint
    assert names(tmp_path) == []


def test_full_disk_found_by_the_video_sink_is_said_without_the_temporary_name(tmp_path, write, monkeypatch):
    def fail(*_):
        raise EnvironmentFaultError(".walk.partial-1/annotated.mp4 cannot be written") from OSError(
            errno.ENOSPC, "full"
        )

    monkeypatch.setattr("visiongait.drawing.annotate", fail)
    with pytest.raises(EnvironmentFaultError, match="disk is full") as fault:
        write(tmp_path / "walk", video=True)
    assert "partial" not in fault.value.message
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are a Unix thing")
def test_refusal_by_the_operating_system_leaves_nothing(tmp_path, write):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, limits[1]))
    try:
        with pytest.raises(EnvironmentFaultError, match="of that size"):
            write(tmp_path / "walk")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["file/walk", "file"])
def test_place_in_a_file_is_refused_at_the_start(tmp_path, place):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(UsageError) as refusal:
        prepare_folder(tmp_path / place)
    assert refusal.value.hint
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_unwritable_place_is_refused_at_the_start(tmp_path, monkeypatch, code):
    monkeypatch.setattr(room.Path, "mkdir", failing(OSError(code, "not permitted")))
    with pytest.raises(UsageError, match="cannot be written") as refusal:
        prepare_folder(tmp_path / "deep" / "walk")
    assert "-o" in refusal.value.hint


def test_checking_leaves_no_trace(tmp_path):
    assert prepare_folder(tmp_path / "a" / "b" / "walk") == (tmp_path / "a" / "b" / "walk").resolve()
    assert names(tmp_path) == []


def test_overwriting_deletes_nothing_that_was_not_ours(tmp_path, write):
    out = write(tmp_path / "walk")
    exports = out / "exports"
    exports.mkdir()
    (exports / "pass1.mot").write_text("of the old result")
    (exports / "README.txt").write_text("VisionGait 0.1: exports")
    (exports / "my model.osim").write_text("worth keeping")
    (exports / "figures").mkdir()
    (exports / "figures" / "one.png").write_text("a week's work")
    (out / ".DS_Store").write_text("icons")
    write(out, overwrite=True)
    assert names(exports) == ["figures", "my model.osim"]
    assert (exports / "my model.osim").read_text() == "worth keeping"
    assert (exports / "figures" / "one.png").read_text() == "a week's work"
    assert names(tmp_path) == ["walk"]


@pytest.mark.parametrize("name", ["README.txt", "tables.xlsx"])
def test_what_only_has_our_name_stays(tmp_path, write, name):
    """A note of somebody's own, and a folder or a link in the place of a file."""
    out = write(tmp_path / "walk")
    own = out / "exports" / name
    (out / "exports").mkdir()
    if name == "README.txt":
        own.write_text("how I fitted the model")
    else:
        own.symlink_to(tmp_path / "elsewhere.xlsx")
    write(out, overwrite=True)
    assert own.is_symlink() or own.read_text() == "how I fitted the model"


def test_exports_that_are_a_link_are_not_emptied(tmp_path, write):
    out = write(tmp_path / "walk")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "pass1.trc").write_text("of another program")
    (out / "exports").symlink_to(tmp_path / "elsewhere")
    write(out, overwrite=True)
    assert (out / "exports" / "pass1.trc").read_text() == "of another program"


def at_the_same_time(*works):
    """Run works in threads that start together; return what each raised, or None."""
    gate, faults = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            work()
        except UsageError as fault:
            faults[number] = fault

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_of_two_commands_for_one_folder_one_is_refused(tmp_path, write):
    faults = at_the_same_time(*[lambda: write(tmp_path / "walk")] * 2)
    assert sum(fault is None for fault in faults) == 1
    (refusal,) = filter(None, faults)
    assert any(words in refusal.message for words in ("already exist", "in the meantime", "at the moment"))
    assert set(names(tmp_path / "walk")) == ALWAYS | LANDMARKS
    assert names(tmp_path) == ["walk"]


def test_a_result_that_came_while_this_one_was_measured_is_not_replaced(tmp_path, write, monkeypatch):
    """Also with --overwrite: what was to be replaced is what was there when the command was given."""
    out = tmp_path / "walk"
    for overwrite in (False, True):
        prepare_folder(out, overwrite)
        write(out, overwrite=overwrite)  # another command's
        (out / "summary.csv").write_text("another person's")
        room._found_before[out] = None if not overwrite else (0, 0)
        with pytest.raises(UsageError, match=r"meantime|already exist"):
            write(out, overwrite=overwrite)
        assert (out / "summary.csv").read_text() == "another person's"
    assert names(tmp_path) == ["walk"]


def test_a_folder_filled_while_the_results_are_written_is_not_replaced(tmp_path, write, monkeypatch):
    def meanwhile(*_):
        (tmp_path / "walk").mkdir()
        (tmp_path / "walk" / "summary.csv").write_text("another person's")

    monkeypatch.setattr("visiongait.pages.write_pages", meanwhile)
    with pytest.raises(UsageError, match="in the meantime") as refusal:
        write(tmp_path / "walk")
    assert "-o" in refusal.value.hint
    assert (tmp_path / "walk" / "summary.csv").read_text() == "another person's"
    assert names(tmp_path) == ["walk"]


def test_who_is_at_work_keeps_others_out_and_who_was_killed_does_not(tmp_path, write):
    workshop = hidden(tmp_path / "walk", "partial")
    held = f"""
import time
from pathlib import Path
from visiongait.results.replacement import claimed_folder
with claimed_folder(Path({str(workshop)!r}), Path("walk")):
    (Path({str(workshop)!r}) / "half.csv").write_text("half")
    print("at work", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "at work\n"
        with pytest.raises(UsageError, match="at the moment"):
            write(tmp_path / "walk")
        assert names(workshop) == ["half.csv"]
        other.kill()
    write(tmp_path / "walk")
    assert names(tmp_path) == ["walk"]
    assert set(names(tmp_path / "walk")) == ALWAYS | LANDMARKS


def test_killed_between_the_two_moves_the_old_result_comes_back(tmp_path, write):
    out = write(tmp_path / "walk")
    (out / "summary.csv").write_text("old")
    out.rename(hidden(out, "old"))
    hidden(out, "partial").mkdir()
    (hidden(out, "partial") / "frames.csv").write_text("half")
    with pytest.raises(UsageError, match="already exist"):
        prepare_folder(out)
    assert (out / "summary.csv").read_text() == "old"
    write(out, overwrite=True)
    assert (out / "summary.csv").read_text() != "old"
    assert names(tmp_path) == ["walk"]


def test_killed_after_the_two_moves_the_users_files_are_brought_over(tmp_path, write):
    out = write(tmp_path / "walk")
    (out / "exports").mkdir()
    (out / "exports" / "notes.md").write_text("worth keeping")
    out.rename(hidden(out, "old"))
    write(tmp_path / "new")
    (tmp_path / "new").rename(out)
    with pytest.raises(UsageError, match="already exist"):
        prepare_folder(out)
    assert (out / "exports" / "notes.md").read_text() == "worth keeping"
    assert names(tmp_path) == ["walk"]


def test_names_that_are_taken_in_the_new_folder_are_told_apart(tmp_path):
    out, fresh = tmp_path / "walk", tmp_path / "fresh"
    for folder in (out, fresh):
        folder.mkdir()
        (folder / "notes.md").write_text(folder.name)
    replace_folder(fresh, out)
    assert {name: (out / name).read_text() for name in names(out)} == {
        "notes.md": "fresh",
        "notes (2).md": "walk",
    }


def test_long_names_do_not_share_a_hidden_one(tmp_path):
    first, second = (tmp_path / ("w" * 240 + end) for end in "ab")
    with claimed_folder(hidden(first, "partial"), first), claimed_folder(hidden(second, "partial"), second):
        assert len(names(tmp_path)) == 2
