"""`visiongait analyze`: recordings go in, one result folder each comes out."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..datatypes.progress import Progress
from ..errors import NoGaitError, UsageError
from ..shown import shown
from .apart import tell_alive
from .checks import check_height, check_interval, check_slowmo, check_subject
from .network import SharedNetwork
from .person import person_options, take_person
from .session import Session, debug_option

if TYPE_CHECKING:
    from ..pipeline import Measurement, Options
    from ..pose import PoseBackend
    from ..video import VideoSource


@dataclass(frozen=True)
class Target:
    """Where results go, which of them, and whether to say where the time went."""

    out: Path = Path("results")
    video: bool = True
    blur: bool = True
    pdf: bool = False
    overwrite: bool = False
    as_json: bool = False
    times: bool = False

    def folder_of(self, recording: Path) -> Path:
        """Return the result folder of one recording."""
        return self.out / recording.stem


@click.command()
@click.argument("videos", metavar="VIDEO...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="results",
    show_default=True,
    metavar="FOLDER",
    help="Where results go: FOLDER/<video's name>/.",
)
@click.option(
    "--model",
    default="heavy",
    show_default=True,
    metavar="heavy|full|lite|FILE",
    help="Pose network: heavy is the most accurate, lite the fastest; or a .task file of your own.",
)
@click.option(
    "--height",
    "height_m",
    type=float,
    metavar="METRES",
    callback=check_height,
    help="The subject's stature with shoes, e.g. 1.75: gives lengths and speeds in metres.",
)
@click.option(
    "--slowmo",
    type=float,
    metavar="FACTOR",
    callback=check_slowmo,
    help="How many times slower than life the file plays, e.g. 8 for 240 fps shown at 30; otherwise what "
    "the file itself says.",
)
@click.option(
    "--start", "start_s", type=click.FloatRange(min=0), metavar="S", help="Read from this second on."
)
@click.option("--end", "end_s", type=click.FloatRange(min=0), metavar="S", help="Read up to this second.")
@click.option(
    "--subject",
    default="auto",
    show_default=True,
    metavar="auto|largest|X,Y",
    callback=check_subject,
    help="Whose walk: auto takes who walks longest through the picture; or a point on the person, in pixels.",
)
@click.option(
    "--quality",
    type=click.Choice(["standard", "best"]),
    default="standard",
    show_default=True,
    help="best looks at every frame twice, from both sides: over twice the time.",
)
@person_options
@click.option("--no-video", is_flag=True, help="Leave out annotated.mp4 (faster).")
@click.option("--no-blur", is_flag=True, help="Leave faces in annotated.mp4 as they are.")
@click.option("--pdf", is_flag=True, help="Write report.pdf and patient.pdf as well (A4).")
@click.option("--overwrite", is_flag=True, help="Replace the results that a folder already holds.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per video and nothing else.")
@debug_option
@click.pass_obj
def analyze(
    session: Session,
    /,
    videos: tuple[Path, ...],
    out: Path,
    no_video: bool,
    no_blur: bool,
    pdf: bool,
    overwrite: bool,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Measure the walk in each VIDEO and write one result folder for each.

    With several videos all are worked through; each failure is said, and the exit code is
    that of the first.
    """
    check_interval(chosen["start_s"], chosen["end_s"])
    _check_names(videos)
    target = Target(out, not no_video, not no_blur, pdf, overwrite, as_json, session.debug)
    person = take_person(chosen)
    network = SharedNetwork(chosen["model"], chosen["quality"], recordings=len(videos))
    works = [
        partial(session.guard, partial(analyze_one, video, target, network, person=person, **chosen))
        for video in videos
    ]
    codes = session.each(works, [shown(video.name) for video in videos])
    return next((code for code in codes if code), 0)


def _check_names(videos: tuple[Path, ...]) -> None:
    twice = [name for name, count in Counter(video.stem for video in videos).items() if count > 1]
    if twice:
        raise UsageError(
            f"Several videos are named {twice[0]}, and their results would go to the same folder.",
            "Analyse them one by one, each with its own -o.",
        )


def analyze_one(recording: Path, target: Target, network: SharedNetwork | None = None, **chosen: Any) -> None:
    """Measure one recording, write its result folder and say what came out.

    Parameters
    ----------
    recording, target
        What to measure, and where to write what.
    network
        Of a command with several recordings; of its own, the usual one, if None.
    chosen
        Fields of `pipeline.Options`.

    Raises
    ------
    NoGaitError
        If nothing could be assessed; the folder is written all the same.
    """
    from ..results import prepare_folder
    from ..saving import keep_pictures, write_result
    from ..video import each_in_one_thread, open_video
    from .progress import bars
    from .stages import StageClock

    folder = target.folder_of(recording)
    prepare_folder(folder, target.overwrite)  # said before the minutes of work, not after
    each_in_one_thread()
    part = {name: chosen[name] for name in ("slowmo", "start_s", "end_s") if name in chosen}
    network = network or SharedNetwork()
    with bars() as drawn:
        progress = StageClock(_moving(drawn))
        source = open_video(recording, **part)
        network.begin(progress)
        if target.video:
            keep_pictures(source)
        from ..pipeline import Options  # takes a second, in which the network gets ready
        from . import summary

        measurement, network_s = _measured(source, Options(**chosen), network.take(), progress)
        write_result(
            measurement,
            source,
            folder,
            video=target.video,
            blur=target.blur,
            pdf=target.pdf,
            overwrite=target.overwrite,
            progress=progress,
        )
    if target.times:
        click.echo(progress.table(network_s), err=True)
    assessment = measurement.assessment
    if target.as_json:
        click.echo(summary.json_line(recording, folder, assessment))
    elif assessment.verdict.quality != "withheld":
        click.echo(f"{shown(recording.name)}\n{summary.table(assessment)}")
        click.echo(f"To read: {shown(folder / 'report.html')} (tables and annotated video lie beside it)")
    if assessment.verdict.quality == "withheld":
        raise _nothing_to_assess(recording, folder, assessment.verdict.reasons)


def _moving(progress: Progress) -> Progress:
    """Return a progress that who waits for this process hears of as well."""

    def told(stage: str, done: int, total: int | None) -> None:
        tell_alive()
        progress(stage, done, total)

    return told


def _measured(
    source: "VideoSource", options: "Options", backend: "PoseBackend", progress: Progress
) -> "tuple[Measurement, float]":
    """Measure a recording; return with it the seconds of the cores that the networks took."""
    from ..pipeline import measure_source

    before_s = backend.network_core_s
    measurement = measure_source(source, options, backend, progress=progress)
    return measurement.for_writing(), backend.network_core_s - before_s


def _nothing_to_assess(recording: Path, folder: Path, reasons: tuple[str, ...]) -> NoGaitError:
    reason = reasons[0] if reasons else "no gait could be assessed."
    return NoGaitError(
        f"{shown(recording.name)}: {reason}",
        f"What was seen is in {shown(folder)}/; film one person from the side, whole body in view.",
    )
