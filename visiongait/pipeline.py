"""The main path: a recording goes in, an assessment comes out."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .assessments import Recording, clinical_test
from .cleaning import doubtful_frames, relabel, settle
from .datatypes import (
    Assessment,
    DetectionPass,
    Options,
    PoseTrack,
    Progress,
    Provenance,
    SubjectChoice,
    silent,
)
from .errors import NoGaitError, UsageError
from .model_files import load_correction, load_precision
from .pose import PoseBackend, PoseSession, make_backend, turns_to_upright
from .system import give_back_memory, printable
from .version import __version__
from .video import VideoSource, open_video

__all__ = ["Measurement", "Options", "Provenance", "assess", "measure", "measure_again", "measure_source"]

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
    """Measure the walk in one recording.

    A recording without assessable gait is not an error here: its assessment is withheld, with the reasons.

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
    """Measure the walk in a recording that is open already, as `options` say; see `measure`."""
    clinical_test(options.test)  # said before the minutes of work, not after
    progress("getting ready", 1, 1)
    session = backend.begin(source)
    detected = session.detect(progress)
    if turns := turns_to_upright(detected, source, backend, progress):
        source.turn(turns)
        detected = session.detect(progress)
    subject = _subject(detected, options)
    track = None if isinstance(subject, NoGaitError) else _landmarks(session, detected, subject, progress)
    give_back_memory()  # of what was seen, which is in the track now
    measurement = assess(detected, subject, track, options, _made_by(backend))
    progress("measuring", 1, 1)
    return measurement


def measure_again(measurement: Measurement, options: Options) -> Measurement:
    """Measure saved landmarks under other options, without the recording and without a network.

    Parameters
    ----------
    measurement
        What was measured before; of its assessment only who was followed and what made the landmarks count.
    options
        `start_s` and `end_s` cut what the landmarks cover; `subject` must name the person who was followed.

    Raises
    ------
    UsageError
        If another person is named, whose landmarks nobody estimated, or the part to measure is empty.
    """
    before = measurement.assessment
    detected, track = trimmed(measurement.detected, measurement.track, options)
    subject = _subject(measurement.detected, options)
    followed = before.subject
    if isinstance(subject, SubjectChoice) and followed and subject.person != followed.person:
        raise UsageError(
            f"--subject {options.subject} is a different person from the one whose landmarks were saved.",
            "Analyse the recording again to measure another person.",
        )
    return assess(detected, subject, track, options, before.provenance)


def assess(
    detected: DetectionPass,
    subject: SubjectChoice | NoGaitError,
    track: PoseTrack | None,
    options: Options,
    landmarks_by: Provenance,
) -> Measurement:
    """Measure a subject's landmarks; `landmarks_by` tells what made them."""
    recording = Recording(
        detected,
        subject,
        track,
        _provenance(landmarks_by, options),
        options.height_m,
        options.side,
        load_correction(),
        load_precision(),
    )
    assessment = clinical_test(options.test).assess(recording)
    notes = (*detected.video.notes, *assessment.notes)
    named = replace(assessment, test=options.test, person=options.person, notes=notes)
    return Measurement(named, detected, track)


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


def _landmarks(
    session: PoseSession, detected: DetectionPass, subject: SubjectChoice, progress: Progress
) -> PoseTrack:
    """Return the subject's landmarks, legs named as they are, doubtful frames re-estimated."""
    track = relabel(session.estimate_landmarks(subject.person, progress), leaped=detected.faults.leaped)
    rows = doubtful_frames(track, detected.video)
    return settle(track, rows, session.reestimate(subject.person, rows, progress))


def _subject(detected: DetectionPass, options: Options) -> SubjectChoice | NoGaitError:
    try:
        return clinical_test(options.test).choose(detected, options.subject)
    except NoGaitError as nobody:
        return nobody


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
            if name != "person"
        },
    )


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
