"""The result folder appears whole or not at all, and never harms what was there."""

import errno
import json
import sys

import pytest
from made_walk import MadeSource, nothing_found, walk

from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.outputs import folder as room
from visiongait.outputs import prepare_folder, write_result
from visiongait.outputs.overlay.stills import FILE_NAMES

PICTURES = {"annotated.mp4", *FILE_NAMES.values()}
PDFS = {"report.pdf", "patient.pdf"}
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
    return MadeSource(made.survey.video, made.track)


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
    assert set(names(out)) == ALWAYS | (PICTURES if video else set())
    assert names(tmp_path) == ["results"]
    assert names(tmp_path / "results") == ["walk"]


def test_folder_of_a_recording_with_nothing_to_assess_is_complete(tmp_path, made, source):
    out = write_result(nothing_found(made), source, tmp_path / "walk")
    assert set(names(out)) == ALWAYS | {"annotated.mp4"}


def test_pdf_is_written_where_asked_for(tmp_path, write):
    assert set(names(write(tmp_path / "walk", pdf=True))) == ALWAYS | PDFS


def test_every_file_is_known_so_that_it_may_be_replaced():
    assert set(room.RESULT_FILES) >= ALWAYS | PICTURES | PDFS


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
    with pytest.raises(UsageError, match="already filled") as refusal:
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
    monkeypatch.setattr("visiongait.outputs.report.write_pages", failing(fault))
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
    monkeypatch.setattr("visiongait.outputs.tables.write_tables", failing(OSError(code, "full")))
    with pytest.raises(EnvironmentFaultError, match="disk is full") as fault:
        write(tmp_path / "walk")
    assert fault.value.hint
    assert names(tmp_path) == []


def test_full_disk_found_by_the_video_sink_is_said_without_the_temporary_name(tmp_path, write, monkeypatch):
    def fail(*_):
        raise EnvironmentFaultError(".walk.partial-1/annotated.mp4 cannot be written") from OSError(
            errno.ENOSPC, "full"
        )

    monkeypatch.setattr("visiongait.outputs.overlay.annotate", fail)
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
        with pytest.raises(OSError, match="too large"):
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
    with pytest.raises(UsageError, match="Nothing can be written") as refusal:
        prepare_folder(tmp_path / "deep" / "walk")
    assert "-o" in refusal.value.hint


def test_checking_leaves_no_trace(tmp_path):
    assert prepare_folder(tmp_path / "a" / "b" / "walk") == (tmp_path / "a" / "b" / "walk").resolve()
    assert names(tmp_path) == []
