"""Words in tables that spreadsheets would run: marked on the way out, unmarked on the way back.

Excel, LibreOffice and others take a cell that begins with = + - @ for a formula, in a CSV file as well.  A
leading apostrophe, their own sign for "this is text", keeps them from it.
"""

import re
from typing import Any

import pandas as pd

_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
MARK = "'"


def marked(cell: Any) -> Any:
    """Return a cell as it may be written; numbers, also those in words, and other words stay as they are."""
    if isinstance(cell, str) and _RUN.match(cell) and not _NUMBER.fullmatch(cell):
        return MARK + cell
    return cell


def unmarked(cell: Any) -> Any:
    """Return what `marked` was given."""
    return cell[len(MARK) :] if isinstance(cell, str) and _MARKED.match(cell) else cell


def marked_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose words, its columns' names included, may be written as CSV."""
    named = table.rename(columns=_in_csv)
    words = [place for place, kind in enumerate(named.dtypes) if _holds_words(kind)]
    return _each(named, words, _in_csv)


def unmarked_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table that `marked_table` was given."""
    named = table.rename(columns=unmarked)
    words = [place for place, kind in enumerate(named.dtypes) if _holds_words(kind)]
    return _each(named, words, unmarked)


def _in_csv(cell: Any) -> Any:
    """Mark a cell; a lone carriage return, which pandas does not quote, would begin a new row."""
    safe = marked(cell)
    return re.sub(r"\r\n?", "\n", safe) if isinstance(safe, str) else safe


def _each(table: pd.DataFrame, places: list[int], change: Any) -> pd.DataFrame:
    changed = table.copy(deep=False)
    for place in places:
        name = changed.columns[place]
        changed[name] = changed[name].map(change, na_action="ignore")
    return changed


def _holds_words(kind: Any) -> bool:
    return bool(pd.api.types.is_object_dtype(kind) or pd.api.types.is_string_dtype(kind))
