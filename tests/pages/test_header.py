"""The head of a report: who, when, how, whose report; a pseudonym instead of a file's name."""

import base64
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from made_walk import walk

from visiongait.api import load_clinic
from visiongait.cli.commands import run
from visiongait.datatypes import Assessment, Clinic, Person
from visiongait.errors import InputError
from visiongait.pages import make_report, render_html, render_patient_pdf, render_pdf

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LOGO = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
PERSON = Person(
    "P77", 63.0, "female", date(2026, 11, 20), "right", "peroneal palsy", "stick left", "AFO right",
    "trainers", "usual speed", "A. Meier", "first visit",
)  # fmt: skip
SAID = ("P77", "2026-11-20", "Walking", "right", "peroneal palsy", "stick left", "AFO right", "trainers",
        "usual speed", "A. Meier", "first visit", "Date, signature (A. Meier)", "North",
        "2 Mill Lane")  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15).assessment


def text_of(pdf):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext, of the Debian package poppler-utils")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_head_says_what_a_file_needs_on_page_and_paper(made):
    report = make_report(made, (), PERSON, clinic=Clinic("North", "2 Mill Lane", LOGO))
    page, paper = render_html(report), text_of(render_pdf(report))
    for said in SAID:
        assert said in page, said
        assert said in paper, said
    assert f'<img src="{LOGO}"' in page


def test_what_was_not_said_has_no_line(made):
    page = render_html(make_report(made))
    assert "Diagnosis" not in page
    assert 'class="clinic"' not in page
    assert "Date, signature" in page


def test_a_pseudonym_stands_for_the_name_of_the_file(made):
    assert "only.mp4" in render_html(make_report(made))
    report = make_report(made, (), PERSON)
    for text in (render_html(report), text_of(render_pdf(report)), text_of(render_patient_pdf(report))):
        assert "only.mp4" not in text


def test_the_patients_page_has_the_day_of_the_recording(made):
    assert "Filmed on 2026-11-20" in text_of(render_patient_pdf(make_report(made, (), PERSON)))
    filmed = replace(made, video=replace(made.video, filmed="2026-10-02T09:00:00+02:00"))
    assert "Filmed on 2026-10-02" in text_of(render_patient_pdf(make_report(filmed)))
    assert "Filmed on" not in text_of(render_patient_pdf(make_report(made)))


def test_who_and_whose_are_kept_in_the_assessment(made):
    kept = replace(made, person=PERSON, clinic=Clinic("North", "", LOGO))
    back = Assessment.from_json(kept.to_json())
    assert (back.person, back.clinic) == (PERSON, kept.clinic)


@pytest.mark.parametrize("wrong", [{"affected_side": "up"}, {"age_years": 200}])
def test_impossible_people_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Person(**wrong)


def test_a_logo_is_never_fetched():
    with pytest.raises(ValueError, match="logo"):
        Clinic(logo="https://example.org/logo.png")


FILE = """
name = "Physiotherapy North"
logo = "logo.png"
[defaults]
clinician = "A. Meier"
shoes = "barefoot"
"""


@pytest.fixture
def clinic_file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "visiongait"
    folder.mkdir()
    (folder / "logo.png").write_bytes(PNG)
    (folder / "clinic.toml").write_text(FILE, encoding="utf-8")
    return folder / "clinic.toml"


def test_the_clinics_file_is_found_and_its_defaults_hold_where_nothing_is_said(clinic_file):
    from visiongait.cli.options import PERSON as NAMES
    from visiongait.cli.options import take_clinic, take_person

    assert load_clinic().clinic == Clinic("Physiotherapy North", "", LOGO)
    chosen = dict.fromkeys(NAMES) | {"clinic_file": None, "shoes": "trainers"}
    assert take_clinic(chosen).name == "Physiotherapy North"
    person = take_person(chosen)
    assert (person.clinician, person.shoes) == ("A. Meier", "trainers")


def test_a_result_is_reported_with_another_clinics_file(made, clinic_file, tmp_path):
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "assessment.json").write_text(made.to_json(), encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text('name = "Clinic South"\n')
    assert run(["report", str(folder), "--clinic", str(other), "--affected", "left"]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Clinic South" in page
    assert "Affected side" in page
    assert run(["report", str(folder)]) == 0
    assert "Physiotherapy North" in (folder / "report.html").read_text(encoding="utf-8")


def test_without_a_file_nothing_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_clinic().clinic == Clinic()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nme = 'x'", "nme is unknown"), ("name = 3", "name is not text"), ("name =", "clinic.toml"),
        ("[defaults]\ncolour = 'x'", "colour is unknown"), ("logo = 'none.png'", "none.png cannot be read"),
        ("logo = 'clinic.toml'", "no PNG, JPEG or SVG"),
    ],
)  # fmt: skip
def test_faults_of_the_file_are_one_sentence(tmp_path, text, said):
    file = tmp_path / "clinic.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=said):
        load_clinic(file)
    with pytest.raises(InputError, match=r"none\.toml cannot be read"):
        load_clinic(tmp_path / "none.toml")
