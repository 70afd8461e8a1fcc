"""Tables of the report: what a cell says, and the notes it refers to."""

import numpy as np
import pandas as pd
import pytest
from made_walk import walk

from visiongait.datatypes import Finding, Origin, Reference
from visiongait.metrics import title_of
from visiongait.pages.report_tables import SummaryTables
from visiongait.pages.texts import load_texts

TEXTS = load_texts()
ANKLE_ROM, CADENCE = title_of("ankle_rom_deg"), title_of("cadence_steps_per_min")
PAPER = Origin("Somebody 2020, J Gait 1:1", "20 adults")
CHILDREN = Origin("Somebody 2020, J Gait 1:1", "20 adults", 20, "", "These are children. Read off the curve.")


@pytest.fixture(scope="module")
def summary():
    return walk(320, 180, seconds=4, fps=15).assessment.summary


def rows_of(tables):
    return {(row.name, row.unit): row for table in tables.tables.values() for g in table for row in g.rows}


def tables_of(summary, usual=None, **changes):
    summary = summary.copy()
    row = (summary["metric"] == "ankle_rom_deg") & (summary["side"] == "left")
    for column, value in changes.items():
        summary.loc[row, column] = value
    tables = SummaryTables(summary, usual or {}, TEXTS)
    return tables, rows_of(tables)


def test_withheld_number_is_withheld_with_its_reason(summary):
    tables, rows = tables_of(
        summary, value=np.nan, quality="withheld", reason="The camera turned. Two strides."
    )
    left = rows[ANKLE_ROM, "°"].left
    assert left.text == TEXTS.table.withheld
    assert left.spread == ""
    reasons = {note.mark: note.text for note in tables.footnotes.reasons}
    assert [reasons[mark] for mark in left.notes] == ["The camera turned.", "Two strides."]


def test_good_number_has_no_note(summary):
    _, rows = tables_of(summary, value=28.349, sd=1.05, n=5, quality="ok", reason="")
    left = rows[ANKLE_ROM, "°"].left
    assert (left.text, left.spread, left.n, left.notes) == ("28.3", "1.1", 5, ())


def test_angles_are_compared_in_degrees_and_times_in_per_cent(summary):
    _, rows = tables_of(summary)
    known = summary.set_index(["metric", "side"])["value"]
    metric = "peak_knee_flexion_swing_deg"
    knee = rows[title_of(metric), "°"].asymmetry.text
    assert float(knee.rstrip("°").replace("−", "-")) == pytest.approx(
        known[metric, "left"] - known[metric, "right"], abs=0.06
    )
    assert rows[title_of("stance_time_s"), "s"].asymmetry.text.endswith(" %")


def test_reference_is_a_range_with_the_mark_of_its_paper(summary):
    usual = {"ankle_rom_deg": Reference("ankle_rom_deg", 22.5, 2.5 / 1.96, PAPER)}
    tables, rows = tables_of(summary, usual, value=28.3, quality="ok", reason="")
    row = rows[ANKLE_ROM, "°"]
    assert row.reference.text == "20.0 to 25.0"
    assert row.reference.notes == ("a",)
    assert (row.left.beyond, row.right.beyond) == ("above", "above")
    (paper,) = tables.footnotes.papers
    assert paper.mark == "a"
    assert "Somebody 2020" in paper.text
    assert "20 adults" in paper.text


def test_people_unlike_them_make_a_hollow_mark(summary):
    usual = {"ankle_rom_deg": Reference("ankle_rom_deg", 45.0, 2.0, CHILDREN)}
    tables, rows = tables_of(summary, usual)
    row = rows[ANKLE_ROM, "°"]
    assert row.left.beyond == row.right.beyond == "near_below"
    assert row.reference.notes == ("a†",)
    assert "These are children." in tables.footnotes.papers[0].text


@pytest.mark.parametrize(("low", "mark"), [(66.9, ""), (67.2, "above")])
def test_the_interval_and_not_the_mean_must_be_outside(summary, low, mark):
    usual = {"ankle_rom_deg": Reference("ankle_rom_deg", 57.9, 4.7, PAPER)}  # up to 67.1
    changes = {"value": 69.0, "ci95_low": low, "ci95_high": 71.0, "quality": "ok"}
    assert tables_of(summary, usual, **changes)[1][ANKLE_ROM, "°"].left.beyond == mark


@pytest.mark.parametrize(("confidence", "mark"), [("certain", "below"), ("uncertain", "near_below")])
def test_a_finding_marks_its_number(summary, confidence, mark):
    found = Finding("any", "left", "", "ankle_rom_deg", 20.0, "deg", (18.0, 22.0), None, confidence, "")
    rows = rows_of(SummaryTables(summary, {}, TEXTS, [found]))
    assert (rows[ANKLE_ROM, "°"].left.beyond, rows[ANKLE_ROM, "°"].right.beyond) == (mark, "")


def test_a_mean_without_spread_is_told_as_such(summary):
    usual = {"cadence_steps_per_min": Reference("cadence_steps_per_min", 110.0, np.nan, PAPER)}
    _, rows = tables_of(summary, usual)
    row = rows[CADENCE, "steps/min"]
    assert row.reference.text == "mean 110"
    assert row.left.beyond == ""


def test_two_tables_of_one_paper_share_a_mark_and_each_caveat_is_told_once(summary):
    usual = {
        "ankle_rom_deg": Reference("ankle_rom_deg", 22.0, 2.0, CHILDREN),
        "cadence_steps_per_min": Reference("cadence_steps_per_min", 100.0, 9.0, CHILDREN),
        "stance_time_s": Reference("stance_time_s", 0.6, 0.1, Origin("Another 2021", "50 adults")),
    }
    tables, _ = tables_of(summary, usual)
    papers = tables.footnotes.papers
    assert [note.mark for note in papers] == ["a", "b"]
    assert sum(note.text.count("These are children.") for note in papers) == 1


def test_a_metric_of_nobody_has_no_row():
    empty = pd.DataFrame(columns=["metric", "side", "value", "unit", "n", "sd", "quality", "reason"])
    assert rows_of(SummaryTables(empty, {}, TEXTS)) == {}
