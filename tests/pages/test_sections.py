"""A clinical test's own section is one function; the web page and the PDF show it alike."""

import shutil
import subprocess
from dataclasses import replace

import pytest
from made_walk import walk

from visiongait.assessments import clinical_test, register
from visiongait.datatypes import Fact, Section
from visiongait.pages import make_report, render_html, render_pdf

CIRCLE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><circle cx="10" cy="10" r="8"/></svg>'


def symmetry_in_words(assessment):
    """Say how even the steps are; nothing where they were not measured."""
    rows = assessment.summary.set_index(["metric", "side"])["value"]
    key = ("step_time_s_asymmetry_percent", "both")
    if key not in rows:
        return ()
    section = Section(
        "Evenness of steps",
        sentences=("Left and right steps <compared>.",),
        facts=(Fact("Step time asymmetry", f"{rows[key]:.0f} %"),),
        drawings=(CIRCLE,),
        columns=("Leg", "Step"),
        rows=(("Left", "0.55 s"),),
    )
    return (section,)


@pytest.fixture
def report():
    before = clinical_test("walk")
    register(replace(before, sections=symmetry_in_words))
    yield make_report(walk(160, 120, seconds=3.4, fps=5).assessment)
    register(before)


def test_the_web_page_shows_it(report):
    page = render_html(report)
    assert "<h2>Evenness of steps</h2>" in page
    assert "Left and right steps &lt;compared&gt;." in page
    assert CIRCLE in page


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext, of the package poppler-utils")
def test_the_pdf_shows_it(report):
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=render_pdf(report), capture_output=True, check=True
    ).stdout.decode()
    assert "Evenness of steps" in text
    assert "Left and right steps <compared>." in text
