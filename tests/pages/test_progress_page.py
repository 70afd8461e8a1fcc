"""The page of a course: self-contained, complete, and true to the numbers."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from made_sessions import session

from visiongait.change import SymmetryTarget, follow
from visiongait.pages import progress_csv, render_progress
from visiongait.pages.progress_charts import metric_charts, overlays, score_charts
from visiongait.version import NOT_A_DEVICE

SWING = "peak_dorsiflexion_swing_deg"
SCORES = {"comfort": 4.0, "pain": 6.0, "FAAM-ADL": 61.0}


@pytest.fixture(scope="module")
def course():
    sessions = [
        session("a", "2026-09-01", SCORES, right={SWING: -9.0}),
        session("d", "2026-09-01", task="dual", right={SWING: -9.5}),
        session("t", "2026-09-01", state="tired", right={SWING: -9.5}),
        session(
            "b",
            "2026-09-11",
            {"comfort": 6.0, "pain": 4.0},
            right={SWING: -4.0},
            masked_percent={"left": 80.0},
        ),
        session("c", "2026-12-01", {"comfort": 8.0, "FAAM-ADL": 90.0}, right={SWING: 1.0}),
    ]
    return follow("P<01>", sessions, SymmetryTarget("right", 90.0))


@pytest.fixture(scope="module")
def page(course):
    return render_progress(course)


class Balance(HTMLParser):
    """Counts what is opened and closed."""

    EMPTY = ("meta", "line", "path", "rect", "circle", "br")

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_nothing(page):
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert not re.findall(r"(?:src|href)=|url\(|@import|<script", page)
    assert NOT_A_DEVICE in page
    assert "P&lt;01&gt;" in page


def test_every_part_is_there(page):
    for words in (
        "Baseline", "2026-12-01", "Trends over the sessions", "Change since baseline",
        "Joint angles over the gait cycle",
        "Dual-task cost, 2026-09-01", "Fresh versus fatigued, 2026-09-01", "Checklist: limb symmetry",
        "never a decision", "FAAM-ADL", "comfort", "How to read this page",
        "stride and pass variability", "withheld",
    ):  # fmt: skip
        assert words in page, words


def test_a_withheld_number_is_never_shown(page, course):
    (change,) = [
        c for c in course.steps[0].changes if (c.before.metric, c.before.side) == ("ankle_rom_deg", "left")
    ]
    assert change.quality == "withheld"
    assert "80 %" in page  # why
    assert "nan" not in page.lower().replace("nant", "")


def test_the_table_for_programs_holds_every_change(course):
    table = pd.read_csv(io.StringIO(progress_csv(course)))
    assert len(table) == sum(len(step.changes) for step in course.steps)
    row = table[(table.metric == SWING) & (table.side == "right") & (table.followup == "c")].iloc[0]
    assert row.change == pytest.approx(10, abs=2)
    assert row.outcome == "more"
    assert row.ci95_low < row.change < row.ci95_high
    lost = table[(table.metric == "ankle_rom_deg") & (table.side == "left") & (table.followup == "b")].iloc[0]
    assert np.isnan(lost.change)
    assert lost.quality == "withheld"


def test_trends_lie_where_the_numbers_are(course):
    chart = next(one for one in metric_charts(course) if one.name == SWING)
    right = next(line for line in chart.lines if line.name == "right")
    x, y = zip(*right.dots, strict=True)
    assert (x[1] - x[0]) / (x[2] - x[0]) == pytest.approx(10 / 91)  # 10 and 91 days
    assert y[0] > y[1] > y[2]  # upwards is less in a picture
    low, high = right.band
    assert low - y[0] == pytest.approx(y[0] - high)


def test_scores_keep_their_gaps(course):
    ratings, faam = score_charts(course)
    assert [line.name for line in ratings.lines] == ["comfort", "pain"]
    assert len(ratings.lines[1].dots) == 2
    assert (faam.name, len(faam.lines[0].dots)) == ("FAAM-ADL", 2)


def test_curves_of_left_and_right_have_one_scale(course):
    charts = overlays(course.sessions)
    left, right = charts[:2]
    assert (left.side, right.side, left.y_ticks) == ("left", "right", right.y_ticks)
    assert len(right.later) == 2
    assert right.later[-1][1] == 1.0
