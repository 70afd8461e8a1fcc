"""What lands in the folder, what never does, and what is refused."""

import sys
import zipfile
from dataclasses import replace

import duckdb
import pytest
from made_exports import CONTAINER, NAME, SHA256, assessed, out_and_back, walk_out_and_back

from visiongait.cli.commands import run
from visiongait.datatypes import TABLES, Verdict
from visiongait.errors import EnvironmentFaultError, NoGaitError, UsageError
from visiongait.exports import FORMATS, export
from visiongait.results.contents import is_exported
from visiongait.version import NOT_A_DEVICE

TELLING = (NAME, NAME.split(".")[0], "Erika", SHA256, CONTAINER, "erika")


@pytest.fixture(scope="module")
def assessment():
    return walk_out_and_back()


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    place = tmp_path_factory.mktemp("erika") / "exports"
    export(assessment, FORMATS, place)
    return place


def unpacked(path):
    """Every byte of a file, of what is compressed in it too."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        packed = zipfile.ZipFile(path)
        content += b"".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".parquet":
        content += repr(duckdb.read_parquet(str(path)).fetchall()).encode()
    return content


def test_every_format_is_there_and_nothing_else(folder):
    assert {path.name for path in folder.iterdir()} == {
        *(f"pass{number}.{kind}" for number in (1, 2) for kind in ("trc", "mot", "c3d")),
        *(f"{name}.parquet" for name in TABLES),
        "tables.xlsx",
        "observations.fhir.json",
        "README.txt",
    }


def test_nothing_names_the_recording_or_its_place(folder):
    found = {
        (path.name, word) for path in folder.iterdir() for word in TELLING if word.encode() in unpacked(path)
    }
    assert found == set()
    assert not [path.name for path in folder.iterdir() if str(folder.parent).encode() in unpacked(path)]


def test_all_that_can_say_so_say_that_they_are_no_device(folder):
    silent = {path.name for path in folder.iterdir() if NOT_A_DEVICE.encode() not in unpacked(path)}
    assert silent == {"pass1.trc", "pass2.trc"}  # the format has no place for a remark


def test_a_second_export_adds_and_replaces_only_if_asked(assessment, tmp_path):
    export(assessment, ["mot"], tmp_path)
    export(assessment, ["fhir"], tmp_path)
    before = (tmp_path / "pass1.mot").stat().st_mtime_ns
    with pytest.raises(UsageError, match=r"already contains pass1\.mot"):
        export(assessment, ["mot", "parquet"], tmp_path)
    assert not list(tmp_path.glob("*.parquet"))
    assert (tmp_path / "pass1.mot").stat().st_mtime_ns == before
    export(assessment, ["mot", "parquet"], tmp_path, overwrite=True)
    assert list(tmp_path.glob("*.parquet"))


def test_a_readme_of_somebody_elses_stays(assessment, tmp_path):
    (tmp_path / "README.txt").write_text("how I fitted the model")
    for overwrite in (False, True):
        files = export(assessment, ["mot"], tmp_path, overwrite=overwrite)
        assert files[-1].name == "README-exports.txt"
    assert (tmp_path / "README.txt").read_text() == "how I fitted the model"
    assert not list(tmp_path.glob(".partial*"))


def test_every_file_is_known_so_that_it_may_be_replaced(folder):
    assert all(is_exported(path) for path in folder.iterdir())


def test_no_scale_no_trc(tmp_path):
    unscaled = assessed(out_and_back(), height_m=None)
    with pytest.raises(UsageError, match="needs metres") as refusal:
        export(unscaled, ["mot", "trc"], tmp_path / "x")
    assert "--height" in refusal.value.hint
    assert not (tmp_path / "x").exists()
    assert {file.name for file in export(unscaled, ["mot", "c3d"], tmp_path / "x")} >= {
        "pass1.mot",
        "pass2.c3d",
    }


def test_what_was_withheld_is_not_exported_as_motion(assessment, tmp_path):
    doubtful = replace(assessment, verdict=Verdict("withheld", ("The walk is seen too obliquely.",)))
    for name in ("trc", "mot", "c3d"):
        with pytest.raises(NoGaitError, match="too obliquely"):
            export(doubtful, [name], tmp_path)
    export(doubtful, ["parquet", "xlsx", "fhir"], tmp_path)


@pytest.mark.parametrize(
    ("name", "package"), [("c3d", "ezc3d"), ("xlsx", "openpyxl"), ("parquet", "pyarrow")]
)
def test_a_missing_package_is_one_sentence(assessment, tmp_path, monkeypatch, name, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EnvironmentFaultError, match=package) as refusal:
        export(assessment, ["mot", name], tmp_path / "x")
    assert "visiongait[exports]" in refusal.value.hint
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_one_sentence(assessment, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="cannot be written"):
        export(assessment, ["mot"], tmp_path / "file" / "x")
    with pytest.raises(UsageError):
        export(assessment, ["mot"], tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_the_command_exports_a_saved_result(assessment, tmp_path, capsys):
    (tmp_path / "assessment.json").write_text(assessment.to_json(), encoding="utf-8")
    assert run(["export", str(tmp_path), "--to", "trc, FHIR"]) == 0
    printed = capsys.readouterr()
    assert (tmp_path / "exports" / "pass2.trc").exists()
    assert str(tmp_path / "exports" / "observations.fhir.json") in printed.out
    assert printed.err == ""
    assert run(["export", str(tmp_path), "--to", "trc"]) == 2
    assert "--overwrite" in capsys.readouterr().err


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    assert run(["export", str(tmp_path), "--to", "stl"]) == 2
    assert f"Choose from {', '.join(FORMATS)}." in capsys.readouterr().err
    assert run(["export", str(tmp_path), "--to", "mot"]) == 3
    assert run(["export", str(tmp_path)]) == 2


def test_without_a_stature_the_command_says_what_the_c3d_lacks(tmp_path, capsys):
    unscaled = assessed(out_and_back(), height_m=None)
    (tmp_path / "assessment.json").write_text(unscaled.to_json(), encoding="utf-8")
    assert run(["export", str(tmp_path), "--to", "c3d", "-o", str(tmp_path / "there")]) == 0
    assert "no markers" in capsys.readouterr().err
