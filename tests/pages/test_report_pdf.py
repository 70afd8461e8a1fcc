"""The PDF: two pages of either paper, fonts of its own, the same words as the web page."""

import shutil
import subprocess
from dataclasses import replace

import cv2
import numpy as np
import pytest
from made_walk import nothing_found, walk

from visiongait.datatypes import Finding, Person, Verdict
from visiongait.drawing import Still
from visiongait.metrics import KEY_INSTANTS
from visiongait.pages import make_report, render_patient_pdf, render_pdf
from visiongait.pages.texts import load_texts

TEXTS = load_texts()
HEADINGS = ("findings", "walk", "angles", "curves", "strides", "stills", "method")


def poppler(tool, pdf, *options):
    """What one of poppler's readers says of a PDF, which none of this program wrote."""
    if not shutil.which(tool):
        pytest.skip(f"needs {tool}, of the Debian package poppler-utils")
    command = [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def text_of(pdf):
    return " ".join(poppler("pdftotext", pdf, "-layout").split())


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15)


@pytest.fixture(scope="module")
def report(made):
    jpeg = cv2.imencode(".jpg", np.zeros((400, 280, 3), np.uint8))[1].tobytes()
    stills = [Still(instant, "right", 1.5, jpeg) for instant in KEY_INSTANTS]
    return make_report(made.assessment, stills, Person("K-17", 63.0, "female"))


@pytest.fixture(scope="module")
def pdf(report):
    return render_pdf(report)


@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("letter", "612 x 792")])
def test_report_has_two_pages_of_the_paper(report, paper, size):
    facts = poppler("pdfinfo", render_pdf(report, paper))
    assert "Pages:           2\n" in facts
    assert f"Page size:       {size} pts" in facts
    assert "Pages:           1\n" in poppler("pdfinfo", render_patient_pdf(report, paper))


def test_report_with_much_to_say_has_two_pages_still(report):
    told = "Something that takes a line or two to tell. " * 4
    finding = Finding(
        "r", "left", told, "m", 1.0, "deg", (0, 2), None, "uncertain", "A paper", "Few strides."
    )
    long = replace(report, findings=(finding,) * 10, notes=("Something happened to the recording.",) * 12)
    assert "Pages:           2\n" in poppler("pdfinfo", render_pdf(long, "letter"))


def test_fonts_are_embedded_and_the_programs_own(pdf):
    rows = poppler("pdffonts", pdf).splitlines()[2:]
    assert rows
    for row in rows:
        assert "DejaVuSans" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, with unicode


def test_pdf_says_what_the_page_says(pdf, report, made):
    text = text_of(pdf)
    for words in (
        "K-17",
        "63 years",
        TEXTS.verdict["caution"],
        made.assessment.verdict.reasons[0],
        made.assessment.notice.split(",")[0],
        *(TEXTS.headings[name] for name in HEADINGS),
        "2 ankle: foot flat to heel rise",
        "Right heel rise",
        "59e42d71",
    ):
        assert words in text, words
    for table in report.tables.values():
        for group in table:
            for row in group.rows:
                assert row.left.text in text
                assert row.right.text in text


def test_recording_with_nothing_to_assess_is_one_page_that_says_why(made):
    nothing = nothing_found(made).assessment
    report = make_report(nothing)
    pdf = render_pdf(report)
    text = text_of(pdf)
    assert "Pages:           1\n" in poppler("pdfinfo", pdf)
    assert nothing.verdict.reasons[0] in text
    assert TEXTS.headings["walk"] not in text
    for word in ("Distance", "Side view", "Light", "Whole body", "Footwear", "at least four each way"):
        assert word in text
    assert TEXTS.patient.certainty["withheld"][:40] in text_of(render_patient_pdf(report))


def test_words_from_outside_are_words_and_not_commands(made):
    evil = '#panic() $x$ *bold* <label> @ref \\ "quoted"'
    assessment = replace(made.assessment, verdict=Verdict("caution", (evil,)))
    text = text_of(render_pdf(make_report(assessment, person=Person(evil))))
    assert text.count(evil) >= 2


def test_neither_system_fonts_nor_network_nor_folder_matter(report, pdf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert len(render_pdf(report)) == len(pdf)
    assert list(tmp_path.iterdir()) == []
