"""Recordings without an assessable walk: each gets its own reason, what to do, and empty tables."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_recording import (
    CHOICE,
    PROVENANCE,
    STATURE_M,
    detected,
    standing_m,
    times,
    track,
    walking_m,
)

from visiongait.assessments import assess_walk
from visiongait.assessments.walk.verdict import slow_motion_question
from visiongait.datatypes import Assessment, PoseTrack
from visiongait.errors import NoGaitError
from visiongait.metrics import METRICS


def assess(one: PoseTrack, *bystanders: PoseTrack) -> Assessment:
    return assess_walk(detected(one, *bystanders), CHOICE, one, height_m=STATURE_M, provenance=PROVENANCE)


def frontal() -> PoseTrack:
    """Somebody who walks towards the camera: legs side by side, growing in the picture."""
    time_s = times()
    here = {
        name: place * [0.0, 1.0] + [2.2 + (0.12 if name.startswith("left") else -0.12), 0.0]
        for name, place in walking_m(time_s).items()
    }
    return track(here, time_s)


def swaying() -> PoseTrack:
    """Somebody who balances: the whole body sways by some centimetres."""
    time_s = times(2.0)
    sway_m = np.stack([0.03 * np.sin(5 * time_s), 0 * time_s], axis=1)
    return track({name: place + sway_m for name, place in standing_m(time_s).items()}, time_s)


REFUSED: dict[str, tuple[Callable[[], PoseTrack], str]] = {
    "standing": (lambda: track(standing_m(times()), times()), "is not walking"),
    "balancing": (swaying, "is not walking"),
    "feet cut off": (lambda: track(walking_m(times()), times(), floor_px=1130.0), "feet"),
    "only a face": (lambda: track(walking_m(times()), times(), floor_px=1500.0), "feet"),
    "frontal": (frontal, "front"),
    "a single step": (lambda: track(walking_m(times(1.3)), times(1.3)), "initial contact"),
    "too small": (lambda: track(walking_m(times()), times(), px_per_m=40.0, floor_px=600.0), "px tall"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_recording_without_a_walk_says_which_kind_it_is(case: str) -> None:
    make, word = REFUSED[case]
    refused = assess(make())
    assert refused.verdict.quality == "withheld"
    reason, advice = refused.verdict.reasons
    assert word in reason
    assert advice.endswith(".")
    assert len(refused.frames) == len(refused.landmarks) > 0
    measured = refused.summary[refused.summary["metric"].isin(METRICS.names())]
    assert (measured["quality"] == "withheld").all()


def test_reasons_differ() -> None:
    reasons = {assess(REFUSED[case][0]()).verdict.reasons[0] for case in REFUSED}
    assert len(reasons) == len(REFUSED) - 2  # balancing is standing; a face is a walk without feet


def test_nobody_there() -> None:
    one = track(standing_m(times()), times())
    nobody = NoGaitError("No person was found in the recording.", "Film one person from the side.")
    empty = assess_walk(replace(detected(one), people=()), nobody, None, provenance=PROVENANCE)
    assert empty.verdict.quality == "withheld"
    assert empty.verdict.reasons == (nobody.message, nobody.hint)
    assert empty.subject is None
    assert len(empty.frames) == len(times())
    assert empty.landmarks["left_heel_x_px"].isna().all()
    assert empty.strides.empty
    assert empty.summary.empty
    assert "quality" in empty.summary
    assert "stride_time_s" in empty.strides


def test_few_strides_are_measured_with_caution() -> None:
    time_s = times(2.6)
    short = assess(track(walking_m(time_s), time_s))
    assert short.verdict.quality == "caution"
    assert any(reason.startswith("Only ") for reason in short.verdict.reasons)


def test_two_people_exchanged_are_noticed() -> None:
    time_s = times()
    walker = track(walking_m(time_s), time_s)
    leap = np.where((time_s > 2.0) & (time_s < 2.1), -500.0, 0.0)
    exchanged = replace(walker, xy_px=walker.xy_px + np.stack([leap, 0 * leap], axis=1)[:, None])
    bystander = track(standing_m(time_s), time_s)
    found = assess(exchanged, bystander)
    assert any("jumped to another" in reason for reason in found.verdict.reasons)
    assert not any("jumped to another" in r for r in assess(walker, bystander).verdict.reasons)


@pytest.mark.parametrize(("slower", "asked"), [(1.0, False), (2.0, True)])
def test_steps_too_long_for_their_rhythm_are_asked_about(slower: float, asked: bool) -> None:
    strides = pd.DataFrame(
        {
            "valid": [True] * 4,
            "steady": [True] * 4,
            "step_length_per_height": [0.30, 0.34, 0.42, 0.45],
            "cadence_steps_per_min": np.array([95.0, 104.0, 112.0, 118.0]) / slower,
        }
    )
    assert bool(slow_motion_question(strides, 1.0)) == asked
