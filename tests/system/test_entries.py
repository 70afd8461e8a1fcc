"""What people type: numbers, days, heights."""

from datetime import date

import pytest

from visiongait.datatypes import height_from
from visiongait.errors import UsageError
from visiongait.system import day_from, number_from, rows_of


@pytest.mark.parametrize(("text", "value"), [("1.72", 1.72), ("1,72", 1.72), (" 8 ", 8.0), ("-3,5", -3.5)])
def test_numbers_with_point_or_comma(text, value):
    assert number_from(text) == value


@pytest.mark.parametrize("text", ["1.234,5", "1,234.5", "tall", "", "1e3", "nan"])
def test_what_is_no_number_or_could_be_two(text):
    with pytest.raises(ValueError, match="not a number"):
        number_from(text)


@pytest.mark.parametrize(
    "text", ["2026-11-30", "30.11.2026", "30. 11. 2026", "30/11/2026", "11/30/2026", " 2026-11-30 "]
)
def test_days_that_can_only_be_one(text):
    assert day_from(text) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2026", "could be two days; write 2026-04-03 or 2026-03-04"),
        ("30.02.2026", "not a day of the calendar"),
        ("30.11.26", "not a day; write it as 2026-11-30"),
        ("yesterday", "not a day"),
    ],
)
def test_days_that_are_none_or_could_be_two(text, said):
    with pytest.raises(ValueError, match=said):
        day_from(text)


def test_the_same_number_for_day_and_month_is_no_riddle():
    assert day_from("04/04/2026") == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("text", "height_m"),
    [
        ("1.72", 1.72), ("1,72", 1.72), ("1,72 m", 1.72), ("172", 1.72), ("172 cm", 1.72), ("172,5cm", 1.725),
        ("5'8\"", 1.7272), ("5’8”", 1.7272), ("5 ft 8 in", 1.7272), ("6'", 1.8288), ("95", 0.95),
    ],
)  # fmt: skip
def test_heights_as_people_write_them(text, height_m):
    assert height_from(text) == pytest.approx(height_m)


@pytest.mark.parametrize("text", ["17.2", "5.8", "5'13\"", "tall", "", "1720", "-1.7", "172 m"])
def test_what_is_nobodys_height(text):
    with pytest.raises(UsageError, match="is not a height") as refused:
        height_from(text)
    assert refused.value.hint == "Write the height as 1.72 (metres), 172 cm or 5'8\"."


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    columns, rows = rows_of(b"a;b\n1;2\n;\n3;\n")
    assert columns == ["a", "b"]
    assert rows == {2: {"a": "1", "b": "2"}, 4: {"a": "3", "b": ""}}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"a,a\n1,2\n", "same name"), (b"a,b\n1,2,3\n", "row 2 has more"),
     (b"\x00\x01a", "not text"), (b"PK\x03\x04nonsense", "not an Excel file")],
)  # fmt: skip
def test_what_is_no_table(content, said):
    with pytest.raises(ValueError, match=said):
        rows_of(content)
