"""Weights and samples: what is fetched, what is said without a network, and the doctor."""

import hashlib
from pathlib import Path

import pytest

from visiongait import samples
from visiongait.cli import analyze, doctor
from visiongait.cli.commands import run
from visiongait.datatypes import Options, Outputs


@pytest.fixture
def offline(monkeypatch, tmp_path):
    """A computer without network on which nothing was fetched yet."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("VISIONGAIT_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(samples, "CHECKOUT", tmp_path / "samples")


def test_weights_without_network_exit_5_and_leave_nothing(offline, tmp_path, capsys):
    assert run(["models", "fetch"]) == 5
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "hint: " in said
    assert list((tmp_path / "models").iterdir()) == []


def test_street_walk_without_network_exits_3_and_leaves_nothing(offline, tmp_path, capsys):
    assert run(["samples", "fetch"]) == 3
    assert "visiongait demo" in capsys.readouterr().err
    assert not (tmp_path / "samples").exists()


def test_lists_say_what_is_not_here(offline, capsys):
    assert run(["samples", "list"]) == 0
    assert run(["models", "list"]) == 0
    said = capsys.readouterr().out
    assert "visiongait samples fetch" in said
    assert "visiongait models fetch heavy" in said


def test_missing_weights_do_not_verify(offline, capsys):
    assert run(["models", "verify"]) == 5
    assert "visiongait models fetch heavy" in capsys.readouterr().err


def test_unknown_model_is_wrong_usage(offline):
    assert run(["models", "fetch", "nonsense"]) == 2


@pytest.mark.parametrize("sample", [samples.NORMAL, samples.FOOT_DROP])
def test_rendered_samples_come_with_the_program(sample):
    assert hashlib.sha256(sample.path.read_bytes()).hexdigest() == sample.sha256
    assert sample.path.with_suffix(".truth.json").is_file()


def test_a_damaged_street_walk_is_fetched_again(offline, tmp_path):
    samples.STREET.path.parent.mkdir()
    samples.STREET.path.write_bytes(b"half a recording")
    assert run(["samples", "fetch"]) == 3  # it tried


def test_demo_measures_the_rendered_walk_in_metres(monkeypatch):
    asked = []
    monkeypatch.setattr(analyze, "analyze_one", lambda *what, **how: asked.append((what, how)))
    assert run(["demo", "-o", "somewhere"]) == 0
    (recording, out, options, outputs), _ = asked[0]
    assert recording == samples.NORMAL.path
    assert out == Path("somewhere")
    assert options == Options(height_m=samples.NORMAL_STATURE_M)
    assert outputs == Outputs(overwrite=True)


def test_doctor_finds_this_computer_fit(heavy_weights, capsys):
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "missing" not in said
    assert "will work here." in said


def test_doctor_without_weights_still_finds_it_fit(offline, capsys):
    """The first analysis fetches them."""
    assert run(["doctor"]) == 0
    assert "visiongait models fetch" in capsys.readouterr().out


def test_doctor_lists_what_stays_an_extra(monkeypatch, capsys):
    monkeypatch.setitem(doctor.EXTRAS, "visiongait-nonsense", ("nonsense", "nothing"))
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "extra    visiongait-nonsense    not installed (for nothing)" in said
    assert "→ pip install 'visiongait[nonsense]'" in said
    assert "s3fs" in said


@pytest.mark.parametrize("what", ["fonts", "camera", "sound", "screen", "spoken numbers"])
def test_doctor_looks_at_equipment_and_needs_none_of_it_but_fonts(capsys, what):
    assert run(["doctor"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if f" {what} " in line]
    assert "(for " in line


def test_doctor_says_what_a_missing_library_needs(monkeypatch, capsys):
    monkeypatch.setitem(doctor.LIBRARIES, "libnonsense.so.7", "libnonsense7")
    assert run(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "missing  libnonsense.so.7" in said
    assert "apt-get install libnonsense7" in said
    assert doctor.missing_debian_packages() == ["libnonsense7"]
