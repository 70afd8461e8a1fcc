"""The main path: a recording goes in, an assessment comes out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .assessments.walk import assess_walk
from .cleaning import choose_subject, doubtful_frames, relabel, settle
from .datatypes.assessment import Assessment, Provenance
from .datatypes.options import Options
from .datatypes.pose import PoseTrack, SubjectChoice, Survey
from .datatypes.progress import Progress, silent
from .errors import NoGaitError
from .model_files import load_correction, load_precision
from .pose import PoseBackend, make_backend, turns_to_upright
from .system import give_back_memory, printable
from .version import __version__
from .video import VideoSource, open_video

__all__ = ["Measurement", "Options", "measure", "measure_source"]

PACKAGES = ("mediapipe", "openvino", "opencv-contrib-python", "av", "numpy", "scipy", "pandas")


@dataclass(frozen=True)
class Measurement:
    """An assessment with the landmarks behind it; `track` is None where nobody could be chosen."""

    assessment: Assessment
    survey: Survey
    track: PoseTrack | None

    def for_writing(self) -> "Measurement":
        """Return it without what only measuring needs: the metric guess and the second opinion."""
        track = self.track and replace(self.track, world_m=None, second_xy_px=None)
        return replace(self, track=track)

    def undated(self) -> "Measurement":
        """Return it without the moment at which the recording was made: it may be shared then."""
        video = replace(self.survey.video, filmed="")
        return replace(
            self,
            assessment=replace(self.assessment, video=replace(self.assessment.video, filmed="")),
            survey=replace(self.survey, video=video),
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
    progress("getting ready", 1, 1)
    survey = backend.survey(source, progress)
    if turns := turns_to_upright(survey, source, backend, progress):
        source.turn(turns)
        survey = backend.survey(source, progress)
    subject = _subject(survey, options.subject)
    track = (
        None if isinstance(subject, NoGaitError) else _followed(source, backend, survey, subject, progress)
    )
    give_back_memory()  # of what was seen, which is in the track now
    assessment = assess_walk(
        survey,
        subject,
        track,
        height_m=options.height_m,
        correction=load_correction(),
        precision=load_precision(),
        provenance=_provenance(backend, options),
    )
    progress("measuring", 1, 1)
    notes = (*survey.video.notes, *assessment.notes)
    return Measurement(replace(assessment, person=options.person, notes=notes), survey, track)


def _followed(
    source: VideoSource, backend: PoseBackend, survey: Survey, subject: SubjectChoice, progress: Progress
) -> PoseTrack:
    """Return the subject's landmarks, legs named as they are, doubtful frames looked at again."""
    track = relabel(backend.follow(source, survey, subject.person, progress))
    rows = doubtful_frames(track, survey.video)
    return settle(track, rows, backend.look_again(source, survey, subject.person, rows, progress))


def _subject(survey: Survey, how: str) -> SubjectChoice | NoGaitError:
    try:
        return choose_subject(survey, how)
    except NoGaitError as nobody:
        return nobody


def _provenance(backend: PoseBackend, options: Options) -> Provenance:
    return Provenance(
        program_version=__version__,
        created_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        backend=backend.name,
        weights_sha256=backend.weights_sha256,
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
