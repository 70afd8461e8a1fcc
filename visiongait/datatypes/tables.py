"""The schema of every table: its columns in order, each with type, unit and meaning, said once.

The writer of the result folder, its reader, exports, the archive and the record all ask here.  The table of
strides has the metrics as columns; `metrics.strides_schema` declares it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from .walk import ANGLES, LEG_POINTS, SIDES

ColumnKind = Literal["number", "whole", "truth", "word"]
"""`truth` is written as 0 or 1."""

_CSV_DECIMALS = {"_px": 3, "_deg": 3, "_percent": 3, "_s": 6, "_per_min": 3}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    name: ends with the unit where there is one; unit: as in the summary, empty for counts and words;
    meaning: a clause; nullable: whether a cell may be empty, which means "not measured"; further: whether it
    came after the columns that other programs rely on.
    """

    name: str
    kind: ColumnKind
    meaning: str
    unit: str = ""
    nullable: bool = False
    further: bool = False

    def fits(self, column: "pd.Series[Any]") -> bool:
        """Whether a column of a table has this type; one that is empty throughout fits any."""
        known = column.dropna()
        if known.empty:
            return self.nullable or column.empty
        if self.kind == "word":
            return bool(known.map(lambda cell: isinstance(cell, str)).all())
        numeric = pd.api.types.is_numeric_dtype(known) or pd.api.types.is_bool_dtype(known)
        if self.kind == "number" or not numeric:
            return bool(numeric)
        values = known.astype(float)
        whole = bool((values == np.round(values)).all())
        return whole and (self.kind == "whole" or bool(values.isin([0, 1]).all()))


@dataclass(frozen=True)
class TableSchema:
    """What a table holds: one row is a `row`."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def relied_on(self) -> tuple[str, ...]:
        """Names of the columns that other programs rely on."""
        return tuple(column.name for column in self.columns if not column.further)

    def empty(self) -> pd.DataFrame:
        """Return the table without a row."""
        return pd.DataFrame(columns=list(self.names))

    def arranged(self, table: pd.DataFrame, *, whole: bool = True) -> pd.DataFrame:
        """Return a table with the columns that are relied on first, in order, and its others behind them.

        whole: columns that it lacks are added, empty; otherwise they stay out.
        """
        first = [name for name in self.relied_on if whole or name in table.columns]
        return table.reindex(columns=[*first, *(name for name in table.columns if name not in first)])

    def check(self, table: pd.DataFrame) -> None:
        """Raise ValueError, naming the column, where a cell is of another type or empty though it may not be.

        Columns that are missing are not measured, and columns that the schema does not know are its owner's.
        """
        for column in self.columns:
            if column.name not in table.columns:
                continue
            cells = table[column.name]
            if not column.fits(cells):
                raise ValueError(f"{self.name}: the column {column.name} does not hold {_KINDS[column.kind]}")
            if not column.nullable and cells.isna().any():
                raise ValueError(f"{self.name}: the column {column.name} has empty cells")


_KINDS = {"number": "numbers", "whole": "whole numbers", "truth": "0 or 1", "word": "words"}


def csv_decimals(name: str) -> int:
    """Return how many decimals a column is written with: what its unit deserves."""
    ending = next((unit for unit in _CSV_DECIMALS if name.endswith(unit)), "")
    return _CSV_DECIMALS.get(ending, 5)


def _each_side(*columns: tuple[str, ColumnKind, str, str, bool]) -> Iterable[Column]:
    for side in SIDES:
        for name, kind, meaning, unit, further in columns:
            nullable = kind == "number"
            yield Column(f"{side}_{name}", kind, meaning, unit, nullable, further)


_FRAME = (
    Column("frame", "whole", "index of the frame in the recording, from 0"),
    Column("time_s", "number", "time of the recording", "s"),
)

BODY_POINTS = (*LEG_POINTS, "shoulder")
POSITIONS = tuple(f"{point}_{axis}_per_height" for point in BODY_POINTS for axis in ("x", "y"))
"""Columns of the points that angles are read off, without the side."""

FRAMES = TableSchema(
    "frames",
    "frame of the recording",
    (
        *_FRAME,
        *_each_side(
            *(
                (name, "number", "angle in the sagittal plane (docs/numbers.md)", "deg", False)
                for name in ANGLES
            ),
            ("toe_height_m", "number", "height of the toe above the floor", "m", False),
            *(
                (name, "number", "point from which the angles are calculated", "body heights", True)
                for name in POSITIONS
            ),
            (
                "reliable",
                "truth",
                "every point of the leg was measured, or filled across a short gap",
                "",
                False,
            ),
            ("relabelled", "truth", "left and right were swapped here, which was corrected", "", True),
        ),
    ),
)

LANDMARKS = TableSchema(
    "landmarks",
    "frame of the recording",
    (
        *_FRAME,
        *_each_side(
            *(
                column
                for point in LEG_POINTS
                for column in (
                    (f"{point}_x_px", "number", "to the right in the upright picture", "px", False),
                    (f"{point}_y_px", "number", "downwards in the upright picture", "px", False),
                    (f"{point}_visibility", "number", "confidence of the pose network, 0 to 1", "", False),
                )
            )
        ),
    ),
)

EVENTS = TableSchema(
    "events",
    "gait event",
    (
        Column("time_s", "number", "instant, between frames", "s"),
        Column("frame", "whole", "the nearest frame"),
        Column("side", "word", "left or right"),
        Column("event", "word", "foot_strike (initial contact) or foot_off"),
        Column("method", "word", "the detector"),
        Column("confidence", "number", "0 to 1"),
    ),
)

STRIDE_IDENTITY = (
    Column("stride", "whole", "number of the stride, from 1"),
    Column("side", "word", "left or right"),
    Column("start_s", "number", "initial contact that begins it", "s"),
    Column("end_s", "number", "next initial contact of the same foot", "s"),
    Column("valid", "truth", "whether it could be measured"),
    Column("reject_reason", "word", "why not", nullable=True),
)
STRIDE_CONTEXT = (
    Column("steady", "truth", "0: it belongs to starting, stopping or turning", further=True),
    Column("pass", "number", "number of the pass, from 0", further=True),
    Column("leg", "word", "near or far", further=True),
    Column("opposite_foot_off_s", "number", "event inside the stride", "s", nullable=True, further=True),
    Column("opposite_foot_strike_s", "number", "event inside the stride", "s", nullable=True, further=True),
    Column("foot_off_s", "number", "event inside the stride", "s", nullable=True, further=True),
)
"""Columns of the table of strides before and behind the metrics."""

CYCLES = TableSchema(
    "cycles",
    "per cent of a stride",
    (
        Column("stride", "whole", "number of the stride, as in the table of strides"),
        Column("side", "word", "left or right"),
        Column("valid", "truth", "as in the table of strides"),
        Column("steady", "truth", "as in the table of strides"),
        Column("percent", "whole", "0 to 100 % of the stride", "%"),
        *(Column(name, "number", "angle (docs/numbers.md)", "deg", nullable=True) for name in ANGLES),
    ),
)

REPETITIONS = TableSchema(
    "repetitions",
    "repetition of a clinical test",
    (
        Column("repetition", "whole", "number of the repetition, from 1", further=True),
        Column("side", "word", "left or right; both, where both legs do it together", further=True),
        Column("start_s", "number", "where it begins; empty: before the recording", "s", True, True),
        Column("peak_s", "number", "its decisive instant", "s", True, True),
        Column("end_s", "number", "where it ends; empty: after the recording", "s", True, True),
        Column("valid", "truth", "whether it counts", further=True),
        Column("reject_reason", "word", "why not", nullable=True, further=True),
    ),
)
"""What every clinical test but the walks says of a repetition; its own numbers follow (docs/numbers.md)."""

SUMMARY = TableSchema(
    "summary",
    "metric of one side",
    (
        Column("metric", "word", "name of the metric"),
        Column("side", "word", "left, right or both"),
        Column("value", "number", "mean over valid and steady strides; empty: withheld", nullable=True),
        Column("unit", "word", "of value, sd and interval", nullable=True),
        Column("n", "whole", "strides"),
        Column("sd", "number", "standard deviation of the strides", nullable=True),
        Column("ci95_low", "number", "lower end of the 95 % interval of the mean", nullable=True),
        Column("ci95_high", "number", "upper end of it", nullable=True),
        Column("quality", "word", "ok, caution or withheld"),
        Column("reason", "word", "why not ok", nullable=True),
        Column("ci95_method", "word", "how the interval was made", nullable=True, further=True),
        Column("shared_sd", "number", "SD of the systematic error in it", nullable=True, further=True),
    ),
)


def in_means(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of strides that are valid and steady.

    Starting, stopping and turning are another movement than walking: their strides are listed, with numbers
    of their own, but enter no mean.  Tables of results written before version 4 have no `steady`: all were.
    """
    if not len(table):
        return table
    used = table["valid"].astype(bool)
    return table[used & table["steady"].astype(bool)] if "steady" in table.columns else table[used]
