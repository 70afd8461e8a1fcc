"""The main path: a recording goes in, an assessment comes out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from .assessments import AUTO, ClinicalTest, Recording, clinical_test, clinical_tests
from .cleaning import chain_height_px, doubtful_frames, first_standing, point_paths, settle
from .datatypes import (
    OF_EVENTS,
    SIDES,
    Amendment,
    AnkleZero,
    Assessment,
    DetectionPass,
    Options,
    PoseTrack,
    Progress,
    Provenance,
    Side,
    SubjectChoice,
    silent,
)
from .errors import NoGaitError, UsageError
from .model_files import load_bending, load_correction, load_precision
from .pose import PoseBackend, PoseSession, make_backend, turns_to_upright
from .system import give_back_memory, printable
from .version import __version__
from .video import StandingFoot, VideoSource, follow_standing_feet, open_video

__all__ = ["Measurement", "Options", "Provenance", "assess", "measure", "measure_source", "subject_of"]

_OF_WALKING = (*OF_EVENTS, "exclude_stride")

PACKAGES = ("mediapipe", "openvino", "opencv-contrib-python", "av", "numpy", "scipy", "pandas")


@dataclass(frozen=True)
class Measurement:
    """An assessment with the landmarks behind it; `track` is None where nobody could be chosen."""

    assessment: Assessment
    detected: DetectionPass
    track: PoseTrack | None

    def for_writing(self) -> "Measurement":
        """Return it without what neither drawing nor measuring again needs: the metric guesses."""
        people = tuple(replace(person, world_m=None) for person in self.detected.people)
        return replace(
            self,
            detected=replace(self.detected, people=people),
            track=self.track and replace(self.track, world_m=None),
        )

    def undated(self) -> "Measurement":
        """Return it without the moment at which the recording was made: it may be shared then."""
        video = replace(self.detected.video, filmed="")
        return replace(
            self,
            assessment=replace(self.assessment, video=replace(self.assessment.video, filmed="")),
            detected=replace(self.detected, video=video),
        )


def measure(
    path: Path | str,
    options: Options | None = None,
    *,
    backend: PoseBackend | None = None,
    progress: Progress = silent,
) -> Measurement:
    """Measure the clinical test in one recording.

    A recording without an assessable test is not an error here: its assessment is withheld, with the reasons.

    Raises
    ------
    InputError, UsageError, WeightsError, EnvironmentFaultError
        See `visiongait.errors`.
    """
    options = options or Options()
    source = open_video(Path(path), slowmo=options.slowmo, start_s=options.start_s, end_s=options.end_s)
    backend = backend or make_backend(options.model, quality=options.quality, progress=progress)
    return measure_source(source, options, backend, progress=progress)


def measure_source(
    source: VideoSource, options: Options, backend: PoseBackend, *, progress: Progress = silent
) -> Measurement:
    """Measure the clinical test in a recording that is open already, as `options` say; see `measure`."""
    if options.test != AUTO:
        clinical_test(options.test)  # said before the minutes of work, not after
    progress("getting ready", 1, 1)
    session = backend.begin(source)
    detected = session.detect(progress)
    if turns := turns_to_upright(detected, source, backend, progress):
        source.turn(turns)
        detected = session.detect(progress)
    subject = subject_of(detected, options)
    track = None if isinstance(subject, NoGaitError) else session.estimate_landmarks(subject.person, progress)
    asked, options = options, _with_test(detected, subject, track, options)
    if track is not None and not isinstance(subject, NoGaitError):
        test = clinical_test(options.test)
        track = _legs_put_right(session, detected, subject, test, options.side, track, progress)
        if test.feet_stand and not detected.camera.moving:
            track = _with_feet_followed(track, source, progress)
    give_back_memory()  # of what was seen, which is in the track now
    measurement = assess(detected, subject, track, options, _made_by(backend))
    progress("measuring", 1, 1)
    return measurement if asked.test == options.test else _saying_what_was_proposed(measurement)


def assess(
    detected: DetectionPass,
    subject: SubjectChoice | NoGaitError,
    track: PoseTrack | None,
    options: Options,
    landmarks_by: Provenance,
    amendments: Sequence[Amendment] = (),
) -> Measurement:
    """Measure a subject's landmarks; `landmarks_by` tells what made them."""
    if options.test == AUTO:
        options = _with_test(detected, subject, track, options)
        return _saying_what_was_proposed(assess(detected, subject, track, options, landmarks_by, amendments))
    test = clinical_test(options.test)
    if not test.amendable and any(one.kind in _OF_WALKING for one in amendments):
        raise UsageError(f"The test {test.name} has no events or strides that can be corrected by hand.")
    track = track and test.name_legs(track, detected, options.side)
    recording = Recording(
        detected,
        subject,
        track,
        _provenance(landmarks_by, options),
        options.height_m,
        options.side,
        load_correction(),
        load_precision(),
        tuple(amendments),
        load_bending(),
        options.course,
        session_zero(options.zero_deg),
    )
    assessment = test.assess(recording)
    notes = (*detected.video.notes, *assessment.notes)
    named = replace(
        assessment,
        test=options.test,
        person=options.person,
        clinic=options.clinic,
        notes=notes,
        corrections=tuple(amendments),
    )
    return Measurement(named, detected, track)


def _with_test(
    detected: DetectionPass, subject: SubjectChoice | NoGaitError, track: PoseTrack | None, options: Options
) -> Options:
    """Return the options with a test, proposed from the movement where none was named; else the walk."""
    if options.test != AUTO:
        return options
    tests = sorted(clinical_tests().values(), key=lambda one: -one.precedence)
    by = Provenance(__version__, "", "", {}, {}, {})
    for test in (one for one in tests if one.precedence and track is not None):
        tried = replace(options, test=test.name)
        repetitions = assess(detected, subject, track, tried, by).assessment.tables["repetitions"]
        if repetitions["valid"].astype(bool).any():
            return tried
    return replace(options, test=Options().test)


def _saying_what_was_proposed(measurement: Measurement) -> Measurement:
    test = measurement.assessment.test
    note = (
        f"The test was not named; the movement looks like this one: {clinical_test(test).title}. If it is "
        "another, name it (--test)."
    )
    assessment = replace(measurement.assessment, notes=(note, *measurement.assessment.notes))
    return replace(measurement, assessment=assessment)


def session_zero(zero_deg: tuple[float, float] | None) -> Mapping[Side, AnkleZero] | None:
    """Return the zeros that were given, left and right, as those of standing."""
    if zero_deg is None:
        return None
    return {
        side: AnkleZero("standing", offset, 0, math.nan) for side, offset in zip(SIDES, zero_deg, strict=True)
    }


def _legs_put_right(
    session: PoseSession,
    detected: DetectionPass,
    subject: SubjectChoice,
    test: ClinicalTest,
    side: Side | None,
    track: PoseTrack,
    progress: Progress,
) -> PoseTrack:
    """Return the subject's landmarks, legs named as they are, doubtful frames re-estimated."""
    track = test.name_legs(track, detected, side)
    if not test.reestimate:
        return track
    rows = doubtful_frames(track, detected.video)
    return settle(track, rows, session.reestimate(subject.person, rows, progress))


def subject_of(detected: DetectionPass, options: Options) -> SubjectChoice | NoGaitError:
    """Return whom the options name, or why nobody can be measured."""
    try:
        test = Options().test if options.test == AUTO else options.test
        return clinical_test(test).choose(detected, options.subject)
    except NoGaitError as nobody:
        return nobody


def _with_feet_followed(track: PoseTrack, source: VideoSource, progress: Progress) -> PoseTrack:
    """Return the track with how its standing feet move, followed in the pictures."""
    standing = first_standing(track)
    if not standing.any():
        return track
    stature_px = float(np.nanmedian(chain_height_px(point_paths(track)[0])))
    feet = []
    for side in SIDES:
        heel, toe = (
            np.nanmedian(track.of(f"{side}_{part}")[standing], axis=0) for part in ("heel", "foot_index")
        )
        feet.append(StandingFoot(heel, toe, stature_px) if np.isfinite([*heel, *toe]).all() else None)
    progress("feet", 1, 1)
    still = frozenset(track.frame[standing].tolist())
    return replace(
        track, standing_feet=follow_standing_feet(source.frames, feet, still, track.frame.tolist())
    )


def _made_by(backend: PoseBackend) -> Provenance:
    """Return what made landmarks, as far as their backend knows."""
    return Provenance(__version__, "", backend.model.name, backend.model.sha256, {}, {})


def _provenance(landmarks_by: Provenance, options: Options) -> Provenance:
    return replace(
        landmarks_by,
        program_version=__version__,
        created_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        packages={name: installed for name in PACKAGES if (installed := _installed(name))},
        parameters={
            name: printable(value) if isinstance(value, str) else value
            for name, value in vars(options).items()
            if name not in ("person", "clinic")
        },
    )


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
