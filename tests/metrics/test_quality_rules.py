"""Each rule fires on its own condition, on its own metrics, and says why."""

from dataclasses import replace

import pytest
from made_strides import GOOD

from visiongait.datatypes import AnkleZero, Verdict
from visiongait.metrics import METRICS, RecordingConditions, judge, worst
from visiongait.metrics.quality import FILM_MORE, judge_variation

STRIDE_METRICS = METRICS.names()
TEMPORAL = METRICS.names(lambda metric: metric.family == "time")
LANDMARK = AnkleZero("landmark", -3.0, 0, float("nan"))
UNSTEADY = AnkleZero("foot_flat", -3.0, 20, 6.0)
PLENTY = 12


def qualities(conditions: RecordingConditions, n: int = PLENTY) -> dict[str, str]:
    return {metric: judge(metric, "left", n, conditions).quality for metric in STRIDE_METRICS}


def test_good_conditions_are_ok_but_for_clearance() -> None:
    found = qualities(GOOD)
    assert found.pop("min_toe_clearance_m") == "caution"
    assert set(found.values()) == {"ok"}


def affected(conditions: RecordingConditions, quality: str) -> set[str]:
    """Metrics whose quality the conditions lower to `quality`."""
    before, after = qualities(GOOD), qualities(conditions)
    return {metric for metric in STRIDE_METRICS if after[metric] == quality != before[metric]}


SHAPES = set(STRIDE_METRICS) - set(TEMPORAL)
ABSOLUTE = {
    "ankle_dorsiflexion_at_foot_strike_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
    "foot_strike_angle_deg",
    "heel_rise_percent",
    "contact_pattern",
}
OFF = {
    "stance_time_s",
    "swing_time_s",
    "stance_percent",
    "swing_percent",
    "double_support_percent",
    "single_support_percent",
}


@pytest.mark.parametrize(
    ("change", "quality", "metrics"),
    [
        ({"px_per_m": None}, "withheld", set(METRICS.needing("scale"))),
        ({"px_per_m": 210.0}, "withheld", {"min_toe_clearance_m"}),
        (
            {"over_ground": False},
            "caution",
            {"stride_length_m", "walking_speed_m_per_s", "step_length_m", "step_length_per_height"},
        ),
        ({"view_angle_deg": 25.0}, "caution", SHAPES - {"min_toe_clearance_m"}),
        ({"view_angle_deg": 31.0}, "withheld", SHAPES),
        ({"height_px": 150.0}, "caution", SHAPES - {"min_toe_clearance_m"}),
        ({"height_px": 90.0}, "withheld", set(STRIDE_METRICS)),
        ({"rate_hz": 30.0}, "caution", {"double_support_percent", "single_support_percent"}),
        ({"zero": {"left": LANDMARK}}, "caution", ABSOLUTE),
        ({"zero": {"left": UNSTEADY}}, "caution", ABSOLUTE),
        ({"disagreement_s": {"foot_strike": 0.06}}, "caution", set(TEMPORAL)),
        ({"agreed_share": {"foot_off": 0.5}}, "caution", OFF),
        ({"masked_frames_percent": {"left": 51.0, "right": 0.0}}, "withheld", set(STRIDE_METRICS)),
        ({"masked_frames_percent": {"left": 0.0, "right": 51.0}}, "withheld", set()),
        ({"far_side": "right"}, "caution", set()),
    ],
)
def test_a_rule_lowers_its_own_metrics(change: dict[str, object], quality: str, metrics: set[str]) -> None:
    assert affected(replace(GOOD, **change), quality) == metrics  # type: ignore[arg-type]


def test_the_far_leg_s_angles_need_care_and_its_times_do_not() -> None:
    lowered = affected(replace(GOOD, far_side="left"), "caution")
    assert {"ankle_rom_deg", "peak_knee_flexion_swing_deg", "contact_pattern"} <= lowered
    assert not lowered & {*TEMPORAL, "step_length_m"}


def test_slow_film_lowers_all_but_lengths() -> None:
    lowered = affected(replace(GOOD, rate_hz=15.0), "caution")
    assert {*TEMPORAL, "ankle_rom_deg"} <= lowered
    assert "step_length_m" not in lowered


@pytest.mark.parametrize(("n", "quality"), [(0, "withheld"), (1, "caution"), (2, "caution"), (3, "ok")])
def test_number_of_strides(n: int, quality: str) -> None:
    assert judge("stride_time_s", "left", n, GOOD).quality == quality


@pytest.mark.parametrize(
    ("n", "of", "reasons"),
    [
        (2, 2, ("Only 2 left strides.", FILM_MORE)),
        (0, 0, ("The left leg had no complete stride.", FILM_MORE)),
        (
            2,
            3,
            (
                "Only 2 of 3 left strides could be used for angles: in the other one a part of the leg was "
                "not clearly visible.",
                FILM_MORE,
            ),
        ),
    ],
)
def test_strides_are_counted_in_one_way(n: int, of: int, reasons: tuple[str, ...]) -> None:
    assert judge("ankle_rom_deg", "left", n, GOOD, of=of).reasons == reasons


def test_what_is_withheld_gives_its_cause_and_not_its_consequence() -> None:
    verdict = judge("stride_length_m", "left", 0, replace(GOOD, px_per_m=None))
    assert verdict.reasons == ("No height given (--height), so pixels cannot be converted to metres.",)


def test_every_reason_is_a_sentence() -> None:
    bad = replace(GOOD, px_per_m=None, view_angle_deg=50.0, height_px=50.0, far_side="left", rate_hz=10.0)
    for metric in STRIDE_METRICS:
        reasons = judge(metric, "left", 1, bad).reasons
        assert reasons
        assert all(
            reason.endswith(".") and (reason[0].isupper() or reason[0].isdigit()) for reason in reasons
        )


def test_variability_needs_many_strides() -> None:
    assert [judge_variation(n) and judge_variation(n).quality for n in (2, 3, 49, 50)] == [  # type: ignore[union-attr]
        "withheld",
        "caution",
        "caution",
        None,
    ]


def test_worst_keeps_the_reasons_of_the_worst_each_once() -> None:
    a, b, c = Verdict("caution", ("A.",)), Verdict("withheld", ("B.",)), Verdict("withheld", ("C.",))
    assert worst([a, b, None, c, b]) == Verdict("withheld", ("B.", "C."))
    assert worst([]) == Verdict("ok")
