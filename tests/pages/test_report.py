"""The report is one well-formed page that says what was measured, what was not, and why."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest
from made_walk import METRIC_VALUES, nothing_found, walk

from visiongait.datatypes import Person, Verdict
from visiongait.drawing import Still
from visiongait.metrics import KEY_INSTANTS, key_instants_s, title_of
from visiongait.pages import make_report, render_html
from visiongait.pages.cycle_charts import MIN_RANGE_DEG
from visiongait.pages.texts import load_texts

VOID = {"meta", "img", "br", "hr", "link", "input"}
TEXTS = load_texts()


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15)


@pytest.fixture(scope="module")
def page(made):
    jpeg = cv2.imencode(".jpg", np.zeros((40, 30, 3), np.uint8))[1].tobytes()
    stills = [Still(instant, "right", 1.5, jpeg) for instant in KEY_INSTANTS]
    person = Person("K-17", 63.0, "female", date(2026, 11, 20))
    return render_html(make_report(made.assessment, stills, person))


def page_of(assessment):
    return text_of(render_html(make_report(assessment)))


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
    assert text.index(TEXTS.verdict["caution"]) < text.index(TEXTS.headings["curves"])
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
    unnamed = render_html(make_report(made.assessment))
    assert "<one>" not in page + unnamed
    assert "walk &lt;one&gt; &amp; only.mp4" in unnamed
    evil = render_html(make_report(made.assessment, person=Person("<script>alert(1)</script>")))
    assert "<script" not in evil


def test_every_stride_metric_has_a_row(page):
    text = text_of(page)
    for metric in METRIC_VALUES:
        assert title_of(metric) in text


def test_charts_are_drawn_for_both_sides(page):
    paths = [a["class"] for tag, a in parsed(page).seen if tag == "path"]
    assert paths.count("mean line-left") == paths.count("mean line-right") == len(MIN_RANGE_DEG) == 5
    assert paths.count("stride line-left") == 5 * 3


@pytest.mark.parametrize("quality", ["ok", "caution", "withheld"])
def test_advice_is_given_unless_all_is_well(made, quality):
    assessment = replace(made.assessment, verdict=Verdict(quality, ()))
    text = page_of(assessment)
    assert (TEXTS.headings["advice"] in text) == (quality != "ok")
    assert TEXTS.verdict[quality] in text


def test_page_of_a_recording_without_gait_says_why_and_shows_no_numbers(made):
    nothing = nothing_found(made).assessment
    text = page_of(nothing)
    assert nothing.verdict.reasons[0] in text
    assert TEXTS.headings["walk"] not in text
    assert TEXTS.headings["curves"] not in text
    assert TEXTS.advice.items[0] in text


def test_page_without_scale_says_so(made):
    assert TEXTS.facts.scale_unknown in page_of(replace(made.assessment, scale=None))


def test_method_states_filter_zero_and_weights(page):
    text = text_of(page)
    assert "8 Hz" in text
    assert "offset 6.4°" in text
    assert "59e42d71" in text


def test_who_when_and_how_come_before_the_numbers(page):
    text = text_of(page)
    for known in ("K-17", "63 years", "female", "2026-11-20", "1.72 m", "15 frames per second"):
        assert text.index(known) < text.index(TEXTS.groups["temporal"])


def test_what_is_not_known_of_the_person_is_said_to_be_so(made):
    text = page_of(made.assessment)
    assert f"{TEXTS.person.age} {TEXTS.person.not_given}" in text


def test_every_instant_has_its_picture_and_its_angles(page, made):
    images = [a["alt"] for tag, a in parsed(page).seen if tag == "img"]
    instants = [TEXTS.stills.instants[instant].format(side="Right") for instant in KEY_INSTANTS]
    assert images == [*instants, TEXTS.patient.picture]
    assert text_of(page).count("Knee") >= len(KEY_INSTANTS)


def test_recording_without_gait_gets_every_piece_of_advice(made):
    text = page_of(nothing_found(made).assessment)
    for word in ("Distance", "Side view", "Light", "Whole body", "Footwear", "at least four each way"):
        assert word in text


def test_page_for_the_patient_has_no_withheld_number(made):
    summary = made.assessment.summary.copy()
    gone = (summary["metric"] == "stance_percent") & (summary["side"] != "both")
    summary.loc[gone, ["value", "quality"]] = [np.nan, "withheld"]
    patient = make_report(replace(made.assessment, summary=summary)).patient
    names = [one.name for one in patient.measures]
    assert TEXTS.patient.measures["stance_percent"].name not in names
    assert TEXTS.patient.measures["step_length_m"].name in names


def test_patients_bars_are_as_long_as_their_numbers(made):
    told = {one.name: one for one in make_report(made.assessment).patient.measures}
    step = told[TEXTS.patient.measures["step_length_m"].name]
    shares = {bar.side: bar.share for bar in step.bars}
    known = made.assessment.summary.set_index(["metric", "side"])["value"]["step_length_m"]
    assert max(shares.values()) == 1.0
    assert shares["left"] / shares["right"] == pytest.approx(known["left"] / known["right"])


def test_the_patient_is_told_what_the_report_finds(made):
    """A foot that hangs, like that of the sample: never "nothing unusual"."""
    summary = made.assessment.summary.copy()
    for metric, value in (("peak_dorsiflexion_swing_deg", -14.0), ("foot_strike_angle_deg", -3.0)):
        cell = (summary["metric"] == metric) & (summary["side"] == "right")
        summary.loc[cell, ["value", "ci95_low", "ci95_high"]] = [value, value - 2, value + 2]
    hanging = replace(made.assessment, summary=summary)
    report = make_report(hanging)
    rules = {finding.rule for finding in report.findings if finding.side == "right"}
    assert {"swing_dorsiflexion_deficit", "low_foot_contact"} <= rules
    told = (*report.patient.findings, *report.patient.perhaps)
    assert len(told) == len({(f.rule, f.side) for f in report.findings})
    assert any("right foot hangs down" in sentence for sentence in told)
    assert TEXTS.patient.nothing_stood_out not in page_of(hanging)


def test_every_rule_of_the_findings_has_words_for_the_patient():
    from visiongait.findings.rules import RULES

    assert {rule.key for rule in RULES} == set(TEXTS.patient.findings)


def test_chosen_instants_are_those_of_a_near_stride(made):
    from visiongait.drawing.stills import _chosen

    chosen = _chosen(made.assessment)
    stride = made.assessment.strides
    first = stride[(stride["side"] == "right") & (stride["start_s"] == chosen[0][2])].iloc[0]
    known = key_instants_s(first.to_dict(), made.assessment.cycles, made.assessment.events)
    assert [(instant, time_s) for instant, _, time_s in chosen] == list(known.items())
