"""Saved landmarks measured again: under other options, and with corrections made by hand."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .cleaning import swap_legs
from .datatypes import Amendment, DetectionPass, Options, PoseTrack, SubjectChoice
from .errors import UsageError
from .pipeline import Measurement, assess, subject_of

_COMPARED = ("value", "n", "ci95_low", "ci95_high", "quality")


def measure_again(
    measurement: Measurement, options: Options, amendments: Sequence[Amendment] = ()
) -> Measurement:
    """Measure saved landmarks under other options, without the recording and without a network.

    Parameters
    ----------
    measurement
        What was measured before; of its assessment only who was followed and what made the landmarks count.
    options
        `start_s` and `end_s` cut what the landmarks cover; `subject` must name the person who was followed.
    amendments
        Corrections made by hand, in order; they go before the options.

    Raises
    ------
    UsageError
        If another person is named, whose landmarks nobody estimated, the part to measure is empty, or a
        correction does not fit what was measured.
    """
    before = measurement.assessment
    options = amended_options(options, amendments, measurement.detected.video.slowmo_factor)
    detected, track = trimmed(measurement.detected, measurement.track, options)
    track = track and _legs_swapped(track, amendments)
    subject = subject_of(measurement.detected, options)
    followed = before.subject
    if isinstance(subject, SubjectChoice) and followed and subject.person != followed.person:
        raise UsageError(
            f"--subject {options.subject} is a different person from the one whose landmarks were saved.",
            "Analyse the recording again to measure another person.",
        )
    return assess(detected, subject, track, options, before.provenance, amendments)


def with_changes_marked(measured: Measurement, corrected: Measurement) -> Measurement:
    """Return a corrected measurement whose summary says which numbers differ from the measured ones.

    Its column `by_hand` is 1 where value, n, interval or quality are others than in `measured`, or new.
    """
    before = {(row["metric"], row["side"]): row for row in measured.assessment.summary.to_dict("records")}

    def differs(row: dict[Hashable, Any]) -> int:
        other = before.get((row["metric"], row["side"]))
        if other is None:
            return 1
        return int(any(not _same(row[name], other[name]) for name in _COMPARED))

    summary = corrected.assessment.summary
    marked = summary.assign(by_hand=[differs(row) for row in summary.to_dict("records")])
    return replace(corrected, assessment=replace(corrected.assessment, summary=marked))


def _same(one: Any, other: Any) -> bool:
    """Whether two cells hold the same; empty ones are alike."""
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == other)


def trimmed(
    detected: DetectionPass, track: PoseTrack | None, options: Options
) -> tuple[DetectionPass, PoseTrack | None]:
    """Return the part of a recording's landmarks that `options` name, in seconds as a player shows them."""
    start_s, end_s = (
        bound if bound is None else bound / detected.video.slowmo_factor
        for bound in (options.start_s, options.end_s)
    )
    rows = detected.time_s >= (start_s or 0.0)
    if end_s is not None:
        rows &= detected.time_s < end_s
    if rows.all():
        return detected, track
    if rows.sum() < 2:
        raise UsageError(
            f"There are no landmarks between {options.start_s or 0:g} s and {options.end_s or math.inf:g} s.",
            f"They cover {detected.time_s[0]:.1f} s to {detected.time_s[-1]:.1f} s.",
        )
    first_s, last_s = detected.time_s[rows][[0, -1]]
    part = replace(
        detected,
        frame=detected.frame[rows],
        time_s=detected.time_s[rows],
        people=tuple(person.rows(rows) for person in detected.people),
        camera=replace(
            detected.camera,
            to_reference=detected.camera.to_reference[rows],
            support=detected.camera.support[rows],
        ),
        faults=replace(
            detected.faults,
            duplicate=detected.faults.duplicate[rows],
            leaped=None if detected.faults.leaped is None else detected.faults.leaped[rows],
            dropped_gaps=tuple(
                gap for gap in detected.faults.dropped_gaps if gap[0] < last_s and gap[1] > first_s
            ),
        ),
    )
    return part, track and track.rows(rows)


def amended_options(options: Options, amendments: Sequence[Amendment], slowmo: float) -> Options:
    """Return the options as corrections by hand have changed them; the last of each kind holds."""
    for one in amendments:
        if one.kind == "trim":
            start_s, end_s = (at_s if at_s is None else at_s * slowmo for at_s in (one.start_s, one.end_s))
            options = replace(options, start_s=start_s, end_s=end_s)
        elif one.kind == "height":
            options = replace(options, height_m=one.height_m)
        elif one.kind == "tested_side":
            options = replace(options, side=one.side)
    return options


def _legs_swapped(track: PoseTrack, amendments: Sequence[Amendment]) -> PoseTrack:
    """Return the track with left and right as somebody named them; two swaps undo each other."""
    swapped = np.zeros(len(track.time_s), dtype=np.bool_)
    for one in amendments:
        if one.kind == "swap_sides":
            swapped ^= np.array([one.covers(time_s) for time_s in track.time_s.tolist()])
    return swap_legs(track, swapped) if swapped.any() else track
