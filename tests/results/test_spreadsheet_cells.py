"""No table makes a spreadsheet run anything; what is read back is what was written."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.results.tables import csv_pieces, marked, marked_table, unmarked, unmarked_table

RUN = ['=HYPERLINK("x","y")', "+1+1|cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", RUN)
def test_what_would_be_run_is_marked_as_words(text):
    assert marked(text) == f"'{text}"
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize("cell", ["-4.25", "+1", "-1e-5", -4.25, 7, None, True, "walk = 1", "", "'quoted'"])
def test_numbers_and_other_words_stay(cell):
    assert marked(cell) == cell
    assert unmarked(marked(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r\n1aé,\"", max_size=6))
def test_every_text_comes_back(text):
    assert unmarked(marked(text)) == text
    assert text == marked(text) or marked(text).startswith("'")


@given(st.lists(st.text(alphabet="'=+-@\t1a,\"", min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_table_comes_back_through_a_csv_file(texts):
    table = pd.DataFrame({"words": texts, "numbers": [-1.5] * len(texts)})
    written = marked_table(table).to_csv(index=False)
    read = unmarked_table(pd.read_csv(io.StringIO(written), dtype={"words": str}, keep_default_na=False))
    pd.testing.assert_frame_equal(read, table, check_dtype=False)


def test_tables_of_a_result_are_marked_and_their_numbers_are_not():
    row = {"time_s": -0.5, "frame": 3, "side": "left", "event": "=1+1", "method": "@\rx", "confidence": -1.0}
    table = pd.DataFrame([row])
    (row,) = csv.DictReader(io.StringIO("".join(csv_pieces("events", table))))
    assert (row["event"], row["method"]) == ("'=1+1", "'@\nx")
    assert (row["time_s"], row["confidence"]) == ("-0.5", "-1.0")
