"""The registry of clinical tests: what a test is given, what it is, and where it is found by its name.

A test is one module or package of this room, or of another package that names it under the entry point
`visiongait.tests`.  Nothing else in the program asks which test an assessment is of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

import numpy as np
import pandas as pd

from ..cleaning import choose_subject, relabel
from ..datatypes import (
    LEG_POINTS,
    SIDES,
    Amendment,
    AnkleZero,
    Assessment,
    Bending,
    Course,
    DetectionPass,
    FloatArray,
    LeftOut,
    LegCorrection,
    PassSummary,
    PoseTrack,
    Precision,
    Provenance,
    Scale,
    Section,
    Side,
    SubjectChoice,
    Verdict,
)
from ..errors import NoGaitError, UsageError

ENTRY_POINTS = "visiongait.tests"
AUTO = "auto"
"""In place of a test's name: propose one from the movement."""

LANDMARK_OF = {"toe": "foot_index"}


@dataclass(frozen=True)
class Recording:
    """What a clinical test is given.

    Parameters
    ----------
    detected
        Everybody seen, the camera's movement, faults of the frames.
    subject
        Who is measured and why, or why nobody is.
    track
        The subject's landmarks on the frames of the detection pass; None without a subject.
    provenance
        How the landmarks were made.
    height_m
        The subject's stature; None: nothing is told in metres.
    side
        The tested leg, where somebody said it.
    correction, precision
        As for `assess_walk`.
    amendments
        Corrections made by hand; those of events and strides are the test's to heed
        (`ClinicalTest.amendable`).
    bending
        How knee and trunk of somebody who bends are told (`exercises.bending`).
    course
        The marked course of a timed walk.
    zero
        The ankles' zeros from standing in the same session, of landmarks as they are; None: find your own.
    """

    detected: DetectionPass
    subject: SubjectChoice | NoGaitError
    track: PoseTrack | None
    provenance: Provenance
    height_m: float | None = None
    side: Side | None = None
    correction: LegCorrection | None = None
    precision: Precision | None = None
    amendments: tuple[Amendment, ...] = ()
    bending: Bending | None = None
    course: Course | None = None
    zero: Mapping[Side, AnkleZero] | None = None

    @property
    def bends_as_learnt(self) -> bool:
        """Whether the landmarks are of the network that `bending` was learnt for."""
        return bool(self.bending and self.track and self.track.calibration == self.bending.network)

    def assessment(
        self,
        verdict: Verdict,
        *,
        summary: pd.DataFrame,
        tables: Mapping[str, pd.DataFrame],
        frames: pd.DataFrame | None = None,
        events: pd.DataFrame | None = None,
        notes: tuple[str, ...] = (),
        passes: tuple[PassSummary, ...] = (),
        left_out: tuple[LeftOut, ...] = (),
        ankle_zero: Mapping[Side, AnkleZero] | None = None,
        scale: Scale | None = None,
        processing: Mapping[str, Any] | None = None,
    ) -> Assessment:
        """Return an assessment of this recording: the core is filled, the rest is what the test found.

        Parameters
        ----------
        verdict
            Whether the test can be relied on; `withheld`, with what to do, where it was not found.
        summary
            A row per metric and side, columns as `datatypes.SUMMARY`.
        tables
            The test's own, by the names under which `ClinicalTest.tables` announces them.
        frames
            A row per frame; only `frame` and `time_s` where the test has nothing to add.
        events
            A row per instant, columns as in events.csv; empty if None.
        notes
            Sentences on how the numbers came about.
        passes, left_out
            When the person was measured, and seen from where; what was left out and why.
        ankle_zero, scale, processing
            The zeros of both ankles, how pixels became metres, and what was done to the data.
        """
        seen = self.detected
        clock = pd.DataFrame({"frame": seen.frame, "time_s": seen.time_s})
        chosen = self.subject if isinstance(self.subject, SubjectChoice) else None
        return Assessment(
            video=seen.video,
            subject=chosen,
            verdict=verdict,
            passes=passes,
            left_out=left_out,
            ankle_zero=ankle_zero or {},
            scale=scale,
            frames=clock if frames is None else frames,
            landmarks=landmarks_table(seen, self.track),
            events=NO_EVENTS if events is None else events,
            summary=summary,
            tables=tables,
            provenance=self.provenance,
            processing=processing or {},
            notes=(*([chosen.reason] if chosen else []), *seen.faults.warnings, *notes),
        )


def landmarks_table(detected: DetectionPass, track: PoseTrack | None) -> pd.DataFrame:
    """Return a row per frame of the recording: the leg landmarks in upright source pixels, not smoothed.

    Where the network had left and right leg swapped they are named as they are (`{side}_relabelled`).
    """
    columns: dict[str, FloatArray] = {}
    nowhere = np.full(len(detected.time_s), np.nan)
    for side in SIDES:
        for point in LEG_POINTS:
            name = f"{side}_{LANDMARK_OF.get(point, point)}"
            x_px, y_px = track.of(name).T if track else (nowhere, nowhere)
            visibility = track.visibility_of(name) if track else nowhere
            columns |= {
                f"{side}_{point}_x_px": x_px,
                f"{side}_{point}_y_px": y_px,
                f"{side}_{point}_visibility": visibility,
            }
    return pd.DataFrame({"frame": detected.frame, "time_s": detected.time_s, **columns})


NO_EVENTS = pd.DataFrame(columns=["time_s", "frame", "side", "event", "method", "confidence"])


def no_sections(_: Assessment) -> tuple[Section, ...]:
    """Add nothing to the report."""
    return ()


Instant = tuple[str, Side, float]
"""What a picture of the report shows (`[stills.instants]` of the texts), of which leg, at which second."""


def no_instants(_: Assessment) -> tuple[Instant, ...]:
    """Show no picture."""
    return ()


def legs_that_step(track: PoseTrack, detected: DetectionPass, _: Side | None = None) -> PoseTrack:
    """Name the legs of somebody who walks: see `cleaning.relabel`."""
    return relabel(track, leaped=detected.faults.leaped)


@dataclass(frozen=True)
class Curve:
    """What runs under the annotated video: one column of frames.csv for each leg.

    column: without the side; legend: in the corner, what upwards means; low, high: the least range; step:
    of the grid; factor: from the column's unit to the shown one.
    """

    title: str = "Ankle angle (°)"
    column: str = "ankle_dorsiflexion_deg"
    legend: str = "↑ dorsiflexion     ▲ contact  △ foot off"
    low: float = -25.0
    high: float = 20.0
    step: float = 10.0
    factor: float = 1.0


@dataclass(frozen=True)
class ClinicalTest:
    """A clinical test.

    Parameters
    ----------
    name
        As in `--test NAME` and `Assessment.test`.
    title
        In words, for headings.
    assess
        Measures a recording.  What makes the test impossible is not an error: the verdict is `withheld` then.
    tables
        Names of its own tables; each becomes NAME.csv of the result folder.
    headline
        Metrics that the terminal shows: name in the summary, words.
    sections
        Its part of the report, from a saved assessment as well as from a new one.
    choose
        Whom to measure, of everybody seen.
    amendable
        Whether `assess` heeds corrections of events and strides made by hand.
    name_legs
        Left and right leg named as they are, before anything is measured; it may heed the leg that was named.
    reestimate
        Whether doubtful frames are estimated again: for movements as fast as walking.
    feet_stand
        Whether the feet stand, so that they are followed in the pictures (`PoseTrack.standing_feet`).
    curve
        What runs under the annotated video.
    instants
        Which instants the report shows as pictures; the walk's own are those of a stride.
    precedence
        For `--test auto`: of the tests that find a valid repetition the one with the highest is proposed, so
        that what is easily mistaken comes last; 0: never proposed.
    """

    name: str
    title: str
    assess: Callable[[Recording], Assessment]
    tables: tuple[str, ...]
    headline: Mapping[str, str] = field(default_factory=dict)
    sections: Callable[[Assessment], tuple[Section, ...]] = no_sections
    choose: Callable[[DetectionPass, str], SubjectChoice] = choose_subject
    amendable: bool = False
    name_legs: Callable[[PoseTrack, DetectionPass, Side | None], PoseTrack] = legs_that_step
    reestimate: bool = True
    feet_stand: bool = False
    curve: Curve = field(default_factory=Curve)
    instants: Callable[[Assessment], Sequence[Instant]] = no_instants
    precedence: int = 0


_tests: dict[str, ClinicalTest] = {}


def register(test: ClinicalTest) -> ClinicalTest:
    """Make a test known by its name, in place of an earlier one; return it."""
    _tests[test.name] = test
    return test


def clinical_tests() -> Mapping[str, ClinicalTest]:
    """Return every known test by name: those registered here, and those of installed packages."""
    for found in entry_points(group=ENTRY_POINTS):
        if found.name not in _tests:
            register(found.load())
    return dict(_tests)


def clinical_test(name: str) -> ClinicalTest:
    """Return a test by its name.

    Raises
    ------
    UsageError
        If nobody knows it.
    """
    if name in _tests:
        return _tests[name]
    known = clinical_tests()
    if name not in known:
        raise UsageError(f"'{name}' is not a known clinical test.", f"Choose from: {', '.join(known)}.")
    return known[name]
