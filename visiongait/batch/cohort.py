"""The numbers of a cohort, from the tables that a batch has written."""

import io
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import InputError
from ..metrics import METRICS, title_of
from ..pages import Strip, Value, render, strip
from .differences import LEG, difference_table
from .statistics import EVERYBODY, SIDES, factors_of, group_table, measured_values, retest_table
from .store import open_store
from .tables import as_csv, as_parquet

SUMMARY = "summary.parquet"
SIGNIFICANT, MOST_SHOWN = 0.05, 10
LEG_GROUPS = (("left", "right"), ("affected", "unaffected"))


@dataclass(frozen=True)
class Comparison:
    """Groups of one kind, metric by metric."""

    title: str
    strips: Sequence[Strip]


@dataclass(frozen=True)
class Cohort:
    """What a batch's recordings are together: groups, differences, reliability, and how many they are."""

    groups: pd.DataFrame
    differences: pd.DataFrame
    reliability: pd.DataFrame
    n_recordings: int
    n_subjects: int


def write_cohort(out: str) -> Cohort:
    """Write cohort.html, and cohort, differences and reliability (.csv, .parquet), beside a batch's tables.

    Raises
    ------
    InputError
        If no batch has written there, or nothing was measured.
    """
    store = open_store(out)
    content = store.read([SUMMARY])
    if SUMMARY not in content:
        raise InputError(
            f"{out} does not contain the tables of a batch.",
            "Give the folder that `visiongait batch -o` wrote to.",
        )
    values = measured_values(pd.read_parquet(io.BytesIO(content[SUMMARY])))
    if values.empty:
        raise InputError(f"Nothing was measured in {out}.", "See status.csv there for the reasons.")
    cohort = Cohort(
        group_table(values),
        difference_table(values),
        retest_table(values),
        values["recording"].nunique(),
        values["who"].nunique(),
    )
    for name, table in (
        ("cohort", cohort.groups),
        ("differences", cohort.differences),
        ("reliability", cohort.reliability),
    ):
        store.write(f"{name}.parquet", as_parquet(table))
        store.write(f"{name}.csv", as_csv(table))
    store.write("cohort.html", _page(cohort, values))
    return cohort


def _page(cohort: Cohort, values: pd.DataFrame) -> bytes:
    everybody = cohort.groups[(cohort.groups["factor"] == EVERYBODY)]
    return render(
        "cohort.html.j2",
        cohort=cohort,
        title_of=title_of,
        everybody=_listed(everybody),
        differences=_by_factor(cohort.differences),
        shown=_shown(cohort.differences),
        reliability=_listed(cohort.reliability),
        comparisons=[one for one in (_legs(values), *_comparisons(values)) if one.strips],
    ).encode()


def _listed(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of the stride metrics in the order of the columns, left before right before both."""
    order = {name: place for place, name in enumerate((*METRICS.names(), *SIDES))}
    shown = table[table["metric"].isin(METRICS.names())]
    ordered = shown.sort_values(["metric", "side"], key=lambda column: column.map(order), kind="stable")
    return [{str(name): value for name, value in row.items()} for row in ordered.to_dict("records")]


def _by_factor(differences: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each factor under its name in words."""
    return {
        _words(str(factor)): [_row(row) for row in part.to_dict("records")]
        for factor, part in differences.groupby("factor", sort=False)
    }


def _shown(differences: pd.DataFrame) -> list[dict[str, object]]:
    """Return the differences that stand after Holm's correction, the largest effects first."""
    standing = differences[differences["p_holm"] < SIGNIFICANT]
    ordered = standing.sort_values("effect_size", key=lambda column: -column.abs(), kind="stable")
    return [_row(row) for row in ordered.head(MOST_SHOWN).to_dict("records")]


def _row(row: dict[Hashable, Any]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()} | {"factor": _words(str(row["factor"]))}


def _comparisons(values: pd.DataFrame) -> list[Comparison]:
    both = values[values["side"] == "both"]
    factors = factors_of(both)
    return [
        Comparison(_words(factor), _strips(both, groups))
        for factor, groups in factors.items()
        if groups[groups != ""].nunique() > 1
    ]


def _legs(values: pd.DataFrame) -> Comparison:
    """Return the legs against each other: by affected side where that is known, else left and right."""
    sides = LEG_GROUPS[1] if (values["side"] == "affected").any() else LEG_GROUPS[0]
    legs = values[values["side"].isin(sides)]
    return Comparison("Leg", _strips(legs, legs["side"]))


def _strips(values: pd.DataFrame, groups: "pd.Series[str]") -> list[Strip]:
    strips = (_strip(metric, values[values["metric"] == metric], groups) for metric in METRICS.names())
    return [one for one in strips if one]


def _strip(metric: str, rows: pd.DataFrame, groups: "pd.Series[str]") -> Strip | None:
    named: dict[str, list[Value]] = {name: [] for name in sorted(set(groups) - {""}, key=_as_number)}
    for name, value, recording, quality in zip(
        groups[rows.index], rows["value"], rows["recording"], rows["quality"], strict=True
    ):
        if name:
            named[name].append(Value(value, recording, quality != "ok"))
    return strip(title_of(metric), str(rows["unit"].iloc[0]) if len(rows) else "", named)


def _as_number(name: str) -> tuple[float, str]:
    """Return what bands and words sort by."""
    first = name.partition(" ")[0]
    return (float(first) if first.replace(".", "").isdecimal() else -1.0, name)


FACTORS = {
    LEG: "Leg",
    "walking_speed_m_per_s": "Measured walking speed (m/s)",
    "age_years": "Age (years)",
}


def _words(factor: str) -> str:
    return FACTORS.get(factor, factor.replace("_", " ").capitalize())
