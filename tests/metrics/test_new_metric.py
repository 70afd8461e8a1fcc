"""A new metric is one object: registered, it stands in every table, page and list of codes."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from conftest import ROOT
from made_strides import GOOD, angles, in_pixels, strides, walk

from visiongait.datatypes import Person, Summary
from visiongait.exports.fhir import display_of
from visiongait.metrics import (
    METRICS,
    MeasuredStride,
    Metric,
    Registry,
    measure_strides,
    numbers_table,
    strides_schema,
    summarise,
)
from visiongait.norms import reference
from visiongait.pages.report_tables import SummaryTables
from visiongait.pages.texts import load_texts
from visiongait.results.tables import csv_pieces


def hip_at_initial_contact(measured: MeasuredStride) -> float:
    return measured.at("hip_flexion_deg", measured.stride.start_s)


HIP = Metric(
    "hip_flexion_at_foot_strike_deg",
    title="Hip flexion at initial contact",
    definition="hip flexion at `start_s`",
    compute=hip_at_initial_contact,
    family="angle",
    group="knee",
    zero="thigh in line with the trunk; flexion positive",
    curve="hip_flexion_deg",
)


@pytest.fixture
def hip() -> Iterator[Metric]:
    METRICS.register(HIP)
    yield HIP
    METRICS.remove(HIP.name)


def table() -> pd.DataFrame:
    one = walk(seconds=4.6)
    rows = measure_strides(strides(4), angles(one), in_pixels(one), one)
    return pd.DataFrame(rows, columns=list(strides_schema().names))


def test_a_registered_metric_is_in_every_table_page_and_list(hip: Metric) -> None:
    made = table()
    assert made[hip.name].notna().all()
    assert hip.name in next(csv_pieces("strides", made)).splitlines()[0].split(",")
    summary = summarise(made, GOOD)
    estimate = Summary(summary)[hip.name, "left"]
    assert (estimate.unit, estimate.n, estimate.quality) == ("deg", 4, "ok")
    assert estimate.low <= estimate.value <= estimate.high
    texts = load_texts()
    rows = [row for group in SummaryTables(summary, {}, texts).tables["angles"] for row in group.rows]
    assert hip.title in [row.name for row in rows]
    assert display_of(hip.name) == hip.title
    assert f"| `{hip.name}` | {hip.definition} |" in numbers_table()
    assert reference(hip.name, Person()) is None


def test_it_obeys_the_rules_of_its_family(hip: Metric) -> None:
    oblique = Summary(summarise(table(), replace(GOOD, view_angle_deg=25.0)))
    assert oblique[hip.name, "left"].quality == "caution"


def test_without_it_nothing_is_left_behind() -> None:
    assert HIP.name not in METRICS
    assert HIP.name not in table().columns


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="stride_time_s"):
        Registry([*METRICS, METRICS["stride_time_s"]])


def test_the_page_on_numbers_has_the_table_of_the_registry() -> None:
    """Run scripts/docs after a change."""
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- metrics: .*? -->\n(.*?)<!-- /metrics -->", page, re.DOTALL)
    assert block
    assert block.group(1) == numbers_table()
