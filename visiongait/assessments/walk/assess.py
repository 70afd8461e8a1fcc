"""The walk past a camera: from one subject's landmarks to every table, number and reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from ...cleaning import CleaningSettings, clean, scale_to_metres
from ...datatypes import (
    CYCLES,
    SIDES,
    SUMMARY,
    Amendment,
    Assessment,
    CleanWalk,
    DetectionPass,
    LegCorrection,
    PoseTrack,
    Precision,
    Provenance,
    Stride,
    SubjectChoice,
)
from ...errors import NoGaitError
from ...events import Contact, StrideSettings, amend_events, exclude_strides, find_events, find_strides
from ...kinematics import angle_series
from ...metrics import (
    RecordingConditions,
    measure_strides,
    normalise_cycles,
    strides_schema,
    summarise,
)
from ..registry import ClinicalTest, Recording, landmarks_table, register
from .conditions import gather
from .legs import Legs, read_legs
from .passage import Evidence, MeasuredPass
from .tables import events_table, frames_table
from .verdict import reach_verdict

WALK = "walk"
HEADLINE = {
    "cadence_steps_per_min": "Cadence (steps/min)",
    "walking_speed_m_per_s": "Walking speed (m/s)",
    "stance_percent": "Stance (% of the gait cycle)",
    "ankle_rom_deg": "Ankle range of motion (°)",
    "peak_dorsiflexion_stance_deg": "Peak dorsiflexion in stance (°)",
}

NO_SCALE = "No height was given (--height): lengths are in body heights, not in metres."


@dataclass(frozen=True)
class WalkSettings:
    """Limits of the rooms on the way; their defaults suit walking adults, patients included.

    contact: which instant a foot strike is; `touch`, the one that a video shows (see `events.find_events`);
    detector: what finds the events, a name of `events.DETECTORS`;
    correct_legs: whether angles are read off corrected legs, where a correction is at hand.
    """

    cleaning: CleaningSettings = field(default_factory=CleaningSettings)
    strides: StrideSettings = field(default_factory=StrideSettings)
    contact: Contact = "touch"
    detector: str = "zeni2008"
    correct_legs: bool = True


def assess_walk(
    detected: DetectionPass,
    subject: SubjectChoice | NoGaitError,
    track: PoseTrack | None,
    *,
    height_m: float | None = None,
    settings: WalkSettings | None = None,
    correction: LegCorrection | None = None,
    precision: Precision | None = None,
    amendments: Sequence[Amendment] = (),
    provenance: Provenance,
) -> Assessment:
    """Measure the walk of one subject.

    Parameters
    ----------
    detected
        The recording: everybody seen, the camera's movement, faults of the frames.
    subject
        Who was chosen and why, or why nobody could be.
    track
        The subject's landmarks on the frames of the detection pass; None without a subject.
    height_m
        The subject's stature, which makes metres of pixels; None: nothing in metres.
    settings
        Limits; the defaults where None.
    correction
        What to add to the legs' landmarks before angles are read off them; used only for landmarks of the
        network that it was learnt for.  Events and distances are always read off the landmarks themselves.
    precision
        The errors that all strides share, for the intervals; used only with corrected legs, which they were
        learnt with.  Without it the intervals know the strides' scatter only.
    amendments
        Corrections of events and strides made by hand.
    provenance
        How the landmarks were made; carried along.

    Returns
    -------
    Assessment
        Its verdict is `withheld`, with reasons and what to do, where there is no gait to assess: the tables
        of frames and landmarks are then as long as the recording, the others empty.

    Raises
    ------
    UsageError
        If the stature is not a person's, or a correction by hand is about an event or stride that is not
        there.
    """
    settings = settings or WalkSettings()
    walk = _cleaned(detected, track, settings)
    scaled, scale = scale_to_metres(walk, height_m) if height_m is not None else (None, None)
    legs = read_legs(walk, track.calibration if track else "", correction if settings.correct_legs else None)
    passes = _measured_passes(walk, scaled, legs, settings, amendments)
    evidence = Evidence(detected, subject, track, walk, legs, scale, passes)
    return _assessment(evidence, settings, precision if legs.record else None, provenance)


def _assessment(
    evidence: Evidence, settings: WalkSettings, precision: Precision | None, provenance: Provenance
) -> Assessment:
    detected, walk, passes = evidence.detected, evidence.walk, evidence.passes
    strides, cycles = _stride_tables(passes)
    conditions = gather(detected, evidence.track, walk, passes) if passes else None
    return Assessment(
        test=WALK,
        video=detected.video,
        subject=evidence.subject if isinstance(evidence.subject, SubjectChoice) else None,
        verdict=reach_verdict(evidence, strides, conditions),
        passes=tuple(one.summary() for one in passes),
        left_out=walk.left_out,
        ankle_zero=evidence.legs.zero,
        scale=evidence.scale,
        frames=frames_table(detected, evidence.track, passes),
        landmarks=landmarks_table(detected, evidence.track),
        events=events_table(detected, passes),
        strides=strides,
        cycles=cycles,
        summary=summarise(strides, conditions, precision) if conditions else SUMMARY.empty(),
        provenance=provenance,
        processing=_processing(evidence, settings) | _accuracy(conditions, precision),
        notes=_notes(evidence),
    )


def _cleaned(detected: DetectionPass, track: PoseTrack | None, settings: WalkSettings) -> CleanWalk:
    """Return the subject's clean walk; an empty one where there is no subject."""
    if track is not None:
        return clean(track, detected.camera, detected.video, settings.cleaning, leaped=detected.faults.leaped)
    return CleanWalk((), (), dict.fromkeys(SIDES, 0.0), settings.cleaning.cutoff_hz, detected.camera.moving)


def _measured_passes(
    walk: CleanWalk,
    scaled: CleanWalk | None,
    legs: Legs,
    settings: WalkSettings,
    amendments: Sequence[Amendment],
) -> tuple[MeasuredPass, ...]:
    found = [find_events(one, settings.contact, detector=settings.detector) for one in walk.passes]
    reports = amend_events(found, walk.passes, amendments)
    of_passes = exclude_strides(
        [
            find_strides(report, index, settings.strides, walk.passes[index])
            for index, report in enumerate(reports)
        ],
        amendments,
    )
    measured = []
    for index, one in enumerate(walk.passes):
        legs_pass = legs.passes[index]
        angles = angle_series(legs_pass.trajectories, legs.zero)
        in_metres = scaled.passes[index] if scaled else None
        measured.append(MeasuredPass(one, in_metres, legs_pass, angles, reports[index], of_passes[index]))
    return tuple(measured)


def _stride_tables(passes: Sequence[MeasuredPass]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of strides and of cycles, strides numbered through the recording from 1."""
    rows: list[dict[str, Any]] = []
    cycles = []
    for one in passes:
        first = len(rows) + 1
        rows += measure_strides(one.strides, one.angles, one.walk_pass, one.scaled_pass, first_number=first)
        cycles.append(normalise_cycles(one.strides, one.angles, first_number=first))
    measured = [table for table in cycles if len(table)]
    strides = pd.DataFrame(rows, columns=list(strides_schema().names))
    return strides, pd.concat(measured, ignore_index=True) if measured else CYCLES.empty()


def _processing(evidence: Evidence, settings: WalkSettings) -> dict[str, Any]:
    """Return what was done to the data, pass by pass where it differs."""
    walk, passes = evidence.walk, evidence.passes
    return {
        "settings": asdict(settings),
        "cutoff_hz": walk.cutoff_hz,
        "leg_correction": evidence.legs.record,
        "camera_moving": walk.camera_moving,
        "rate_hz": tuple(one.walk_pass.trajectories.rate_hz for one in passes),
        "event_disagreement_s": tuple(dict(one.report.agreement_s) for one in passes),
        "event_agreed_share": tuple(dict(one.report.agreed_share) for one in passes),
    }


def _accuracy(conditions: RecordingConditions | None, precision: Precision | None) -> dict[str, Any]:
    """Return what the intervals rest on."""
    return {
        "precision": {"name": precision.name, "sha256": precision.sha256} if precision else None,
        "landmark_disagreement": conditions.disagreement if conditions else None,
    }


def _notes(evidence: Evidence) -> tuple[str, ...]:
    """Return what people should know of how the numbers came about."""
    subject, passes = evidence.subject, evidence.passes
    chosen = [subject.reason] if isinstance(subject, SubjectChoice) else []
    no_scale = [NO_SCALE] if passes and evidence.scale is None else []
    uneven = [note for one in passes if (note := _uneven_note(one.strides))]
    event_faults = [fault for one in passes for fault in one.report.faults]
    return (
        *chosen,
        *evidence.detected.faults.warnings,
        *evidence.walk.notes,
        *no_scale,
        *uneven,
        *event_faults,
    )


def _uneven_note(strides: Sequence[Stride]) -> str:
    """Say when strides belong to starting, stopping or turning; empty where all were at an even pace."""
    slow = [one for one in strides if one.valid and not one.steady]
    if not slow:
        return ""
    spans = ", ".join(f"{one.side} {one.start_s:.1f}–{one.end_s:.1f} s" for one in slow)
    return (
        f"The person started, slowed, stopped or turned during these strides ({spans}): they are left out of "
        "the means."
    )


def _assess(recording: Recording) -> Assessment:
    return assess_walk(
        recording.detected,
        recording.subject,
        recording.track,
        height_m=recording.height_m,
        correction=recording.correction,
        precision=recording.precision,
        amendments=recording.amendments,
        provenance=recording.provenance,
    )


TEST = register(
    ClinicalTest(
        name=WALK,
        title="Walking",
        assess=_assess,
        tables=("strides", "cycles"),
        headline=HEADLINE,
        amendable=True,
    )
)
