"""The tables over all recordings: strides, summary and events as Parquet with CSV twins, and the status."""

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..results import marked_table, schema_of, unmarked_table
from ..system import printable
from .plan import Planned
from .store import LOGS, RECORDINGS, Store

TABLES = ("strides", "summary", "events")
KNOWN = ("recording", "subject", "session", "age_years", "sex", "affected_side", "speed")
"""Columns that lead every table; the manifest's conditions follow them, then the table's own."""

VERDICT = "recording_quality"
"""The verdict on the whole recording: `ok`, `caution` or `withheld`."""

NUMBERS_KNOWN = ("age_years",)
REASONS = ("status", "quality", "reason", "error", "hint", "note")
STATUS = (*REASONS, "seconds", "frames", "sha256", "folder", "log")


def write_tables(recordings: Sequence[Planned], store: Store, *, with_paths: bool) -> None:
    """Write the tables of all recordings that were measured, and the status of all.

    Parameters
    ----------
    recordings
        What became of each.
    store
        Where results lie.
    with_paths
        Whether the status may say where each recording lies.
    """
    ordered = sorted(recordings, key=lambda one: (one.outcome.recording, one.recording.source))
    for name in TABLES:
        table = pooled(name, [one for one in ordered if one.outcome.measured], store)
        store.write(f"{name}.parquet", as_parquet(table))
        store.write(f"{name}.csv", as_csv(table))
    store.write("status.csv", as_csv(status_table(ordered, with_paths=with_paths)))


def pooled(name: str, recordings: Sequence[Planned], store: Store) -> pd.DataFrame:
    """Return one table of all recordings, each row led by what is known of its recording."""
    files = {f"{RECORDINGS}/{one.outcome.recording}/{name}.csv": one for one in recordings}
    contents = store.read(list(files))
    conditions = _conditions(recordings)
    columns = [*KNOWN, *conditions, VERDICT, *schema_of(name).relied_on]
    parts = [
        _read(contents[file]).assign(**_known(one, conditions), **{VERDICT: one.outcome.quality})
        for file, one in files.items()
        if file in contents
    ]
    table = pd.concat([pd.DataFrame(columns=columns, dtype=str), *parts], ignore_index=True)
    return _typed(name, table[[*columns, *(c for c in table.columns if c not in columns)]], conditions)


def status_table(recordings: Sequence[Planned], *, with_paths: bool) -> pd.DataFrame:
    """Return one row for each recording: what is known of it, and what became of it."""
    conditions = _conditions(recordings)
    rows = [_known(one, conditions) | _status(one, with_paths=with_paths) for one in recordings]
    columns = [*KNOWN, *conditions, *STATUS, *(["path"] if with_paths else [])]
    return pd.DataFrame(rows, columns=columns).astype({"frames": "Int64"})


def _status(one: Planned, *, with_paths: bool) -> dict[str, Any]:
    outcome = one.outcome
    stated = {name: getattr(outcome, name) for name in STATUS if name not in ("folder", "log")}
    final = outcome.final
    return stated | {
        "folder": f"{RECORDINGS}/{outcome.recording}" if outcome.measured else "",
        "log": f"{LOGS}/{outcome.recording}.log" if final else "",
        "path": printable(one.recording.source) if with_paths else "",
    }


def _conditions(recordings: Sequence[Planned]) -> list[str]:
    return sorted({name for one in recordings for name in one.recording.conditions})


def _known(one: Planned, conditions: Sequence[str]) -> dict[str, Any]:
    known = {name: getattr(one.recording, name) for name in KNOWN if name != "recording"}
    texts = {name: one.recording.conditions.get(name, "") for name in conditions}
    return {"recording": one.outcome.recording, **known, **texts}


def _read(content: bytes) -> pd.DataFrame:
    return unmarked_table(pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False))


def _typed(name: str, table: pd.DataFrame, conditions: Sequence[str]) -> pd.DataFrame:
    """Give each column its type, the same whether or not there is anything in it; empty cells stay empty."""
    schema = schema_of(name)
    words = {column.name for column in schema.columns if column.kind == "word"}
    whole = {column.name for column in schema.columns if column.kind in ("whole", "truth")}
    texts = {*(known for known in KNOWN if known not in NUMBERS_KNOWN), *conditions, VERDICT, *words}
    return table.apply(lambda column: _column(column, texts, whole))


def _column(column: "pd.Series[Any]", texts: set[str], whole: set[str]) -> "pd.Series[Any]":
    if column.name in texts:
        return column.astype("string").fillna("")
    numbers = pd.to_numeric(column.replace("", None), errors="coerce").astype("float64")
    if numbers.isna().sum() > (column == "").sum() + column.isna().sum():
        return column.astype("string").fillna("")  # words in a column that came after this was written
    return numbers.astype("Int64") if column.name in whole else numbers


def as_parquet(table: pd.DataFrame) -> bytes:
    """Return a table as a Parquet file."""
    content = io.BytesIO()
    table.to_parquet(content, index=False)
    return content.getvalue()


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV text; words that a spreadsheet would run are marked as words."""
    return marked_table(table).to_csv(index=False, lineterminator="\n").encode("utf-8", "backslashreplace")
