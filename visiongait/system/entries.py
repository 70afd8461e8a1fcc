"""What people type and save: numbers with a decimal comma, days in their own way, tables of any program."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_EITHER = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SEPARATOR_SAID = re.compile(r"sep=(.)", re.IGNORECASE)
_SEPARATORS = ";\t,"
_ZIPPED = b"PK\x03\x04"


def number_from(text: str) -> float:
    """Return a number that somebody wrote with a decimal point or a decimal comma.

    Raises
    ------
    ValueError
        If it is none, or one with a mark between thousands, which could be meant either way.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is not a number")
    return float(text.strip().replace(",", "."))


def day_from(text: str) -> date:
    """Return a day written as 2026-11-30, 30.11.2026, or 30/11/2026 where no month has that number.

    Raises
    ------
    ValueError
        If it is no day, or one that could be two; the message says so and how to write it.
    """
    words = text.strip()
    if found := _ISO.fullmatch(words):
        year, month, day = map(int, found.groups())
        return _day(year, month, day, text)
    if found := _DAY_FIRST.fullmatch(words):
        day, month, year = map(int, found.groups())
        return _day(year, month, day, text)
    if found := _EITHER.fullmatch(words):
        first, second, year = map(int, found.groups())
        if first != second and first <= 12 and second <= 12:
            both = [date(year, second, first).isoformat(), date(year, first, second).isoformat()]
            raise ValueError(f"{text!r} could be two days; write {both[0]} or {both[1]}")
        month, day = (second, first) if first > 12 else (first, second)
        return _day(year, month, day, text)
    raise ValueError(f"{text!r} is not a day; write it as {date(2026, 11, 30).isoformat()}")


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar; write it as year-month-day") from None


def rows_of(content: bytes) -> tuple[list[str], dict[int, dict[str, str]]]:
    """Return the columns of a table that a spreadsheet program saved, and its rows by their number, from 2.

    The first row names the columns.  CSV with commas, semicolons or tabs, in UTF-8 (with or without a mark),
    UTF-16 or Windows-1252; or the first sheet of an Excel file (.xlsx), days in ISO 8601.  All cells are text
    without spaces around; rows that are empty throughout are left out.

    Raises
    ------
    ValueError
        If it is neither, or a row has more cells than the first.
    """
    lines = list(_excel_rows(content) if content.startswith(_ZIPPED) else _csv_rows(decoded(content)))
    if not lines:
        raise ValueError("it is empty")
    header = [name.strip() for name in lines[0]]
    while header and not header[-1]:
        header.pop()
    if len(set(header)) < len(header):
        raise ValueError("two columns have the same name, or a column has none")
    rows = {}
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line]
        if any(cells[len(header) :]):
            raise ValueError(f"row {number} has more cells than the first row")
        if any(cells):
            rows[number] = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    return header, rows


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_rows(text: str) -> Iterator[list[str]]:
    if "\0" in text:
        raise ValueError("it is not text")
    first, _, rest = text.partition("\n")
    if said := _SEPARATOR_SAID.fullmatch(first.strip()):
        yield from csv.reader(io.StringIO(rest, newline=""), delimiter=said[1])
        return
    separator = max(_SEPARATORS, key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _excel_rows(content: bytes) -> Iterator[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, IndexError, OSError) as fault:
        raise ValueError("it is not an Excel file") from fault
    for row in sheet.iter_rows(values_only=True):
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
