"""The report is one well-formed page that says what was measured, what was not, and why."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_walk import METRIC_VALUES, nothing_found, walk

from visiongait.datatypes.assessment import Verdict
from visiongait.outputs.overlay.stills import INSTANTS, Still
from visiongait.outputs.report import render_report
from visiongait.outputs.report.charts import (
    LEAST_RANGE_DEG,
    TIMELINE_LEFT,
    TIMELINE_RIGHT,
    cycle_charts,
    timeline,
)
from visiongait.outputs.report.plotting import Axis, polyline, ticks
from visiongait.outputs.report.rows import SummaryTable
from visiongait.outputs.report.texts import load_texts

VOID = {"meta", "img", "br", "hr", "link", "input"}
TEXTS = load_texts()


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15)


@pytest.fixture(scope="module")
def page(made):
    stills = [Still(instant, "right", 1.5, b"\xff\xd8jpeg") for instant, _ in INSTANTS]
    return render_report(made.assessment, stills)


class Checker(HTMLParser):
    """Fails on a tag that is not closed or closed by another."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def parsed(html):
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker


def text_of(html):
    return " ".join(" ".join(parsed(html).text).split())


def test_page_is_well_formed_and_tells_verdict_first(page, made):
    text = text_of(page)
    assert text.index(TEXTS["verdict"]["caution"]) < text.index(TEXTS["headings"]["curves"])
    assert made.assessment.verdict.reasons[0] in text
    assert made.assessment.notice in text


def test_nothing_is_fetched_from_anywhere(page):
    assert "://" not in page
    assert "//" not in re.sub(r"base64,[^\"]+", "", page)
    for tag, attributes in parsed(page).seen:
        assert tag not in ("script", "link", "iframe")
        assert attributes.get("src", "data:").startswith("data:")
        assert "href" not in attributes


def test_names_from_outside_are_escaped(page, made):
    assert made.assessment.video.name == "walk <one> & only.mp4"
    assert "<one>" not in page
    assert "walk &lt;one&gt; &amp; only.mp4" in page


def test_every_stride_metric_has_a_row(page):
    text = text_of(page)
    for metric in METRIC_VALUES:
        assert TEXTS["metrics"][metric] in text


def test_charts_are_drawn_for_both_sides(page):
    paths = [a["class"] for tag, a in parsed(page).seen if tag == "path"]
    assert paths.count("mean left") == paths.count("mean right") == len(LEAST_RANGE_DEG) == 5
    assert paths.count("stride left") == 5 * 3


@pytest.mark.parametrize("quality", ["ok", "caution", "withheld"])
def test_advice_is_given_unless_all_is_well(made, quality):
    assessment = replace(made.assessment, verdict=Verdict(quality, ()))
    text = text_of(render_report(assessment))
    assert (TEXTS["headings"]["advice"] in text) == (quality != "ok")
    assert TEXTS["verdict"][quality] in text


def test_page_of_a_recording_without_gait_says_why_and_shows_no_numbers(made):
    nothing = nothing_found(made).assessment
    text = text_of(render_report(nothing))
    assert nothing.verdict.reasons[0] in text
    assert TEXTS["headings"]["table"] not in text
    assert TEXTS["headings"]["curves"] not in text
    assert TEXTS["advice"]["items"][0] in text


def test_page_without_scale_says_so(made):
    assert TEXTS["facts"]["scale_unknown"] in text_of(render_report(replace(made.assessment, scale=None)))


def test_method_states_filter_zero_and_weights(page):
    text = text_of(page)
    assert "8 Hz" in text
    assert "offset 6.4°" in text
    assert "59e42d71" in text


def table_of(made, **changes):
    summary = made.assessment.summary.copy()
    row = (summary["metric"] == "ankle_rom_deg") & (summary["side"] == "left")
    for column, value in changes.items():
        summary.loc[row, column] = value
    table = SummaryTable(summary, TEXTS)
    rows = table.groups[TEXTS["groups"]["ankle"]]
    return table, next(r for r in rows if r.name == TEXTS["metrics"]["ankle_rom_deg"])


def test_withheld_number_is_withheld_with_its_reason(made):
    table, row = table_of(made, value=np.nan, quality="withheld", reason="The camera turned. Two strides.")
    assert row.cells[0].text == TEXTS["table"]["withheld"]
    assert row.cells[0].spread == ""
    assert [table.footnotes[note - 1] for note in row.cells[0].notes] == [
        "The camera turned.",
        "Two strides.",
    ]


def test_good_number_has_no_note(made):
    _, row = table_of(made, value=28.349, sd=1.05, n=5, quality="ok", reason="")
    left = row.cells[0]
    assert (left.text, left.spread, left.n, left.notes) == ("28.3", "1.1", 5, ())


def test_angles_are_compared_in_degrees_and_times_in_per_cent(made):
    summary = made.assessment.summary
    table = SummaryTable(summary, TEXTS)
    known = summary.set_index(["metric", "side"])["value"]
    rows = {row.name: row for rows in table.groups.values() for row in rows}
    knee = rows[TEXTS["metrics"]["peak_knee_flexion_swing_deg"]].cells[3].text
    metric = "peak_knee_flexion_swing_deg"
    assert float(knee.rstrip("°").replace("−", "-")) == pytest.approx(
        known[metric, "left"] - known[metric, "right"], abs=0.06
    )
    assert rows[TEXTS["metrics"]["stance_time_s"]].cells[3].text.endswith(" %")


def test_curves_end_where_their_values_are(made):
    (ankle, *_) = cycle_charts(made.assessment)
    left = next(curves for curves in ankle.sides if curves.side == "left")
    cycles = made.assessment.cycles
    mean = cycles[cycles["side"] == "left"].groupby("percent")["ankle_dorsiflexion_deg"].mean()
    labels = {label: y for y, label in ankle.y_ticks}
    per_degree = (labels["10"] - labels["0"]) / 10
    first = re.match(r"M([\d.]+) ([\d.]+)L", left.mean)
    assert float(first[1]) == ankle.x_ticks[0][0]
    assert float(first[2]) == pytest.approx(labels["0"] + per_degree * mean[0], abs=0.1)


def test_invalid_strides_are_not_drawn(made):
    cycles = made.assessment.cycles.assign(valid=False)
    assert cycle_charts(replace(made.assessment, cycles=cycles)) == []


def test_single_stride_has_a_curve_without_a_band(made):
    cycles = made.assessment.cycles
    one = cycles[(cycles["side"] == "left") & (cycles["stride"] == 0)]
    chart = cycle_charts(replace(made.assessment, cycles=one))[0]
    assert [curves.side for curves in chart.sides] == ["left"]
    assert chart.sides[0].band == ""
    assert chart.sides[0].mean


def test_timeline_pairs_each_strike_with_its_own_foot_off(made):
    events = made.assessment.events
    line = timeline(made.assessment)
    left = [bar for bar in line.stances if bar.side == "left"]
    offs = ((events["side"] == "left") & (events["event"] == "foot_off")).sum()
    assert len(left) == offs
    assert all(bar.x >= TIMELINE_LEFT and bar.x + bar.width <= TIMELINE_RIGHT for bar in line.stances)


def test_timeline_leaves_a_missing_foot_off_open(made):
    events = made.assessment.events
    first_off = events[(events["side"] == "left") & (events["event"] == "foot_off")].index[0]
    fewer = timeline(replace(made.assessment, events=events.drop(first_off)))
    assert len(fewer.stances) == len(timeline(made.assessment).stances) - 1


def test_broken_line_is_lifted():
    d = polyline(np.array([0.0, 1, 2, 3]), np.array([1.0, np.nan, 2, 3]))
    assert d == "M0.0 1.0M2.0 2.0L3.0 3.0"


@given(st.floats(-500, 500), st.floats(0.1, 500))
def test_ticks_cover_the_range_evenly(low, span):
    levels = ticks(low, low + span)
    assert levels[0] <= low
    assert levels[-1] >= low + span
    assert len(levels) <= 8
    assert np.ptp(np.diff(levels)) < 1e-9


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_axis_maps_its_ends_onto_its_ends(start, end):
    axis = Axis(2.0, 12.0, start, end)
    assert axis.place(2.0) == pytest.approx(start)
    assert axis.place(12.0) == pytest.approx(end)
    assert axis.place(7.0) == pytest.approx((start + end) / 2)
