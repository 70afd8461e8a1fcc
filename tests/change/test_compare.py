"""A change with its interval and the least detectable one; what must not be compared."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sessions import assessment, withheld

from visiongait.change import compare, error_sd, limits_of_agreement, published_change, session_means
from visiongait.datatypes import AnkleZero, Person
from visiongait.errors import UsageError

SWING, STANCE, SPEED = "peak_dorsiflexion_swing_deg", "peak_dorsiflexion_stance_deg", "walking_speed_m_per_s"


def change_of(before, after, metric=SWING, side="right"):
    return next(c for c in compare(before, after) if (c.before.metric, c.before.side) == (metric, side))


def test_a_large_change_is_found_with_its_size_and_direction():
    change = change_of(assessment("a"), assessment("b", right={SWING: 12.4}))
    assert change.difference.value == pytest.approx(10, abs=1.5)
    assert change.difference.low < 10 < change.difference.high
    assert change.outcome == "more"
    assert change_of(assessment("b", right={SWING: 12.4}), assessment("a")).outcome == "less"


def test_no_change_is_within():
    change = change_of(assessment("a"), assessment("b"))
    assert change.outcome == "within"
    assert change.difference.low < 0 < change.difference.high


def test_the_program_s_own_error_is_in_interval_and_detectable_change():
    """With a thousand strides nothing is left but the program's error of both recordings."""
    change = change_of(assessment("a", strides=1000, passes=1), assessment("b", strides=1000, passes=1))
    low, high = limits_of_agreement()[SWING]
    sd = (high - low) / (2 * 1.96)
    assert change.difference.high - change.difference.low == pytest.approx(
        2 * 1.96 * np.sqrt(2) * sd, rel=0.01
    )
    assert change.detectable.value == pytest.approx(max(5.0, 1.96 * np.sqrt(2) * sd), rel=0.01)


def test_intervals_are_put_together_end_by_end():
    before, after = assessment("a"), assessment("b")
    a, b = (session_means(one)[STANCE, "left"] for one in (before, after))
    change = change_of(before, after, STANCE, "left")
    expected = np.hypot(b.value - b.low, a.high - a.value)
    assert change.difference.value - change.difference.low == pytest.approx(expected)


def test_published_change_is_used_where_the_program_is_good_enough():
    change = change_of(assessment("a", strides=40), assessment("b", strides=40), SPEED, "both")
    assert change.detectable.value == 0.18
    assert "Lewek" in change.detectable.basis
    assert published_change(SPEED, 0.3).value == 0.10
    assert published_change(SPEED, 0.6).value == 0.15
    assert published_change("cadence_steps_per_min", 100) is None


def test_own_scatter_is_used_where_nothing_is_published():
    change = change_of(assessment("a"), assessment("b"), "stance_time_s")
    assert "stride and pass variability" in change.detectable.basis


def test_pass_to_pass_scatter_counts_where_it_is_larger():
    same, different = assessment("a"), assessment("a", pass_shift_deg=8)
    level, wide = (session_means(one)[SWING, "left"] for one in (same, different))
    assert wide.walk_sd == pytest.approx(8 / np.sqrt(2) / np.sqrt(2), rel=0.15)
    assert wide.high - wide.low > level.high - level.low
    assert wide.walk_sd > 5 * level.walk_sd


@settings(max_examples=6, deadline=None)
@given(shift=st.floats(-15, 15))
def test_exchanging_the_sessions_turns_the_change_about(shift):
    before, after = assessment("a", strides=4), assessment("b", strides=4, right={SWING: 2.4 + shift})
    there, back = change_of(before, after), change_of(after, before)
    assert there.difference.value == pytest.approx(-back.difference.value)
    assert there.difference.interval == pytest.approx((-back.difference.high, -back.difference.low))
    assert {there.outcome, back.outcome} in ({"more", "less"}, {"within"}, {"unknown"})


def test_intervals_hold_the_true_change():
    """Of the walk's own scatter: 95 % by definition, more with the program's error added."""
    held = 0
    for number in range(15):
        change = change_of(assessment(f"a{number}", strides=6), assessment(f"b{number}", strides=6))
        held += change.difference.low <= 0 <= change.difference.high
    assert held >= 14


def test_one_stride_gives_no_interval_and_no_judgement():
    change = change_of(assessment("a", strides=1, passes=1), assessment("b"))
    assert np.isfinite(change.difference.value)
    assert np.isnan([change.difference.low, change.detectable.value]).all()
    assert change.outcome == "unknown"


def test_a_metric_whose_error_nobody_measured_gets_no_judgement():
    change = change_of(
        assessment("a"), assessment("b", right={"min_toe_clearance_m": 0.1}), "min_toe_clearance_m"
    )
    assert change.outcome == "unknown"
    assert np.isnan(change.difference.low)


def test_the_stated_error_is_counted_once_and_the_larger_one_holds():
    plain = assessment("a")
    known = error_sd(SWING)
    for stated, total in ((0.5 * known, known), (3 * known, 3 * known)):
        wider = plain.summary.assign(shared_sd=stated)
        half = np.hypot(plain.summary["ci95_high"] - plain.summary["value"], 1.96 * stated)
        wider["ci95_low"], wider["ci95_high"] = wider["value"] - half, wider["value"] + half
        level = session_means(replace(plain, summary=wider))[SWING, "right"]
        bare = session_means(plain)[SWING, "right"]
        walk = np.sqrt((bare.high - bare.value) ** 2 - (1.96 * known) ** 2)
        assert level.error_sd == pytest.approx(total)
        assert level.high - level.value == pytest.approx(np.hypot(walk, 1.96 * total))


def test_a_withheld_side_stays_withheld_and_says_why():
    lost = assessment("b", masked_percent={"left": 80.0})
    change = change_of(assessment("a"), lost, SWING, "left")
    assert change.quality == "withheld"
    assert np.isnan(change.difference.value)
    assert "80 %" in change.reason
    assert np.isfinite(change_of(assessment("a"), lost, SWING, "right").difference.value)


def test_a_metric_that_is_not_in_the_summary_is_withheld():
    change = change_of(assessment("a"), withheld())
    assert (change.quality, change.reason) == ("withheld", "It was not measured.")


def test_two_statures_are_two_people():
    with pytest.raises(UsageError, match=r"two different people: one is 1\.70 m tall, the other 1\.85 m"):
        compare(assessment("a"), assessment("b", height_m=1.85))


def test_two_pseudonyms_are_two_people():
    named = [replace(assessment(n), person=Person(pseudonym=n)) for n in ("P01", "P02")]
    with pytest.raises(UsageError, match="two different people: P01 and P02"):
        compare(*named)


def test_a_recording_is_not_compared_with_itself():
    with pytest.raises(UsageError, match=r"same recording, a\.mp4"):
        compare(assessment("a"), assessment("a"))


def test_two_zeros_cannot_be_compared_but_ranges_can():
    other = replace(assessment("b"), ankle_zero={"right": AnkleZero("landmark", 0.0, 0, 0.0)})
    assert change_of(assessment("a"), other, SWING, "right").quality == "withheld"
    assert change_of(assessment("a"), other, "ankle_rom_deg", "right").quality == "ok"


@pytest.mark.parametrize(
    ("processing", "quality"),
    [({"leg_correction": None}, "withheld"), ({"leg_correction": {"sha256": "cd"}}, "caution")],
)
def test_different_corrections_of_the_legs_are_told(processing, quality):
    other = replace(assessment("b"), processing=processing)
    assert change_of(assessment("a"), other).quality == quality
    assert change_of(assessment("a"), other, "stride_time_s").quality == "ok"


def test_a_leg_seen_near_and_then_far_is_told():
    other = assessment("b")
    other = replace(other, strides=other.strides.assign(leg="far"))
    assert "nearer to the camera in one" in change_of(assessment("a"), other).reason


def test_other_networks_treadmills_and_statures_are_told():
    other = assessment("b", height_m=1.72)
    provenance = replace(other.provenance, weights_sha256={"lite": "11"})
    passes = tuple(replace(one, treadmill=True) for one in other.passes)
    reason = change_of(
        assessment("a"), replace(other, provenance=provenance, passes=passes), "step_length_m"
    ).reason
    assert all(sign in reason for sign in ("pose networks", "treadmill", "1.70 and 1.72 m"))


def test_measurement_error_is_that_of_the_page_on_validity():
    """Run scripts/measurement_error after scripts/validity."""
    import re

    from conftest import ROOT

    page = (ROOT / "docs" / "validity.md").read_text(encoding="utf-8").split("## Limits of agreement")[1]
    rows = re.findall(r"^\| `(\w+)` \| \d+ \| \S+ \| (\S+) \| (\S+) \|", page.split("\n## ")[0], re.MULTILINE)
    assert {name: (float(low), float(high)) for name, low, high in rows} == limits_of_agreement()
