"""`visiongait analyze` and `demo`: recordings go in, one result folder each comes out."""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ..api import Networks, analyse_into, zero_of
from ..datatypes import Options, Outputs, Progress
from ..errors import NoGaitError, UsageError
from ..system import printable
from .apart import tell_alive
from .options import (
    folder_option,
    height_option,
    model_option,
    open_option,
    open_page,
    person_options,
    quality_option,
    slowmo_option,
    subject_option,
    take_clinic,
    take_person,
)
from .session import Session, debug_option

if TYPE_CHECKING:
    from ..api import Result


def _check_test(_: click.Context, parameter: click.Parameter, name: str) -> str:
    """Take a known test; the usual one needs no look into the registry, which imports all the science."""
    if name != parameter.default:
        from ..assessments import AUTO, clinical_test

        if name != AUTO:
            clinical_test(name)
    return name


@click.command()
@click.argument("videos", metavar="VIDEO...", nargs=-1, required=True, type=click.Path(path_type=Path))
@folder_option(default="results", show_default=True, help="Where results go: FOLDER/<video's name>/.")
@model_option(help="Pose network: heavy is the most accurate, lite the fastest; or a .task file of your own.")
@height_option(help="The subject's height with shoes, such as 1.75, 175 or 5'9\"; gives metres and m/s.")
@slowmo_option(
    help="How many times slower than real time the file plays, such as 8 for 240 fps shown at 30; by "
    "default, what the file itself states."
)
@click.option(
    "--start", "start_s", type=click.FloatRange(min=0), metavar="S", help="Analyse from this second on."
)
@click.option("--end", "end_s", type=click.FloatRange(min=0), metavar="S", help="Analyse up to this second.")
@subject_option(
    help="Whom to measure: auto (the person who walks furthest), a number as in people.jpg, or a point on "
    "the person, in pixels."
)
@click.option(
    "--test",
    default="walk",
    show_default=True,
    metavar="NAME",
    callback=_check_test,
    help="The clinical test that was filmed; auto: proposed from the movement.",
)
@click.option("--side", type=click.Choice(["left", "right"]), help="The tested leg, where a test has one.")
@click.option(
    "--from",
    "line_from",
    metavar="X,Y",
    help="Timed walk: a point of the floor at the first mark, in pixels.",
)
@click.option(
    "--to", "line_to", metavar="X,Y", help="Timed walk: a point of the floor at the last mark, in pixels."
)
@click.option(
    "--distance", "distance_m", type=float, metavar="METRES", help="Timed walk: how far apart the marks are."
)
@click.option(
    "--zero",
    "zero_folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Take the ankles' zero from this result of --test standing, of the same person in the same shoes.",
)
@quality_option(help="best analyses every frame twice, as filmed and mirrored, and takes over twice as long.")
@person_options
@click.option("--no-video", is_flag=True, help="Leave out annotated.mp4 (faster).")
@click.option("--no-blur", is_flag=True, help="Do not blur faces in annotated.mp4.")
@click.option("--pdf", is_flag=True, help="Write report.pdf and patient.pdf as well (A4).")
@click.option("--overwrite", is_flag=True, help="Replace existing results.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per video and nothing else.")
@open_option()
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
    opening: bool,
    zero_folder: Path | None,
    **chosen: Any,
) -> int:
    """Analyse the walk in each VIDEO and write one result folder for each.

    Several videos are analysed one after the other; every failure is reported, and the exit
    code is that of the first.
    """
    _check_names(videos)
    clinic = take_clinic(chosen)
    zero_deg = None if zero_folder is None else zero_of(zero_folder)
    options = Options(person=take_person(chosen), clinic=clinic, zero_deg=zero_deg, **chosen)
    outputs = Outputs(not no_video, not no_blur, pdf, overwrite)
    networks = Networks(uses=len(videos))
    shown_as: Literal["table", "json"] = "json" if as_json else "table"

    def work(video: Path) -> None:
        analyze_one(
            video, out, options, outputs, networks, say=shown_as, times=session.debug, opening=opening
        )

    works = [partial(session.guard, partial(work, video)) for video in videos]
    codes = session.each(works, [printable(video.name) for video in videos])
    return next((code for code in codes if code), 0)


def _check_names(videos: tuple[Path, ...]) -> None:
    twice = [name for name, count in Counter(video.stem for video in videos).items() if count > 1]
    if twice:
        raise UsageError(
            f"Several videos are named {twice[0]}, and their results would go to the same folder.",
            "Analyse them one by one, each with its own -o.",
        )


def analyze_one(
    recording: Path,
    out: Path,
    options: Options,
    outputs: Outputs,
    networks: Networks | None = None,
    *,
    say: Literal["table", "json"] = "table",
    times: bool = False,
    opening: bool = False,
) -> "Result":
    """Measure one recording into `out`/<its name>/ and say what came out.

    Parameters
    ----------
    recording, out
        What to measure, and where its result folder goes.
    options, outputs
        What to measure, and what to write.
    networks
        Of a command with several recordings.
    say
        What stdout gets: a table for people, or a line of JSON for programs.
    times
        Whether to say where the time went.
    opening
        Whether to open the report.

    Raises
    ------
    NoGaitError
        If nothing could be assessed; the folder is written all the same.
    """
    from .progress import StageClock, bars

    folder = out / recording.stem
    with bars() as drawn:
        progress = StageClock(_moving(drawn))
        result = analyse_into(folder, recording, options, outputs, networks=networks, progress=progress)
    from . import tables

    if times:
        click.echo(progress.table(result.network_core_s), err=True)
    assessment = result.assessment
    page = folder / "report.html"
    if say == "json":
        click.echo(tables.json_line(recording, folder, assessment))
    elif assessment.verdict.quality != "withheld":
        click.echo(f"{printable(recording.name)}\n{tables.assessment_table(assessment)}")
        click.echo(f"To read: {printable(page)} (tables and annotated video are beside it)")
    if opening:
        open_page(page)
    if assessment.verdict.quality == "withheld":
        raise _nothing_to_assess(recording, page, assessment.verdict.reasons)
    return result


def _moving(progress: Progress) -> Progress:
    """Return a progress that who waits for this process hears of as well."""

    def reporting(stage: str, done: int, total: int | None) -> None:
        tell_alive()
        progress(stage, done, total)

    return reporting


def _nothing_to_assess(recording: Path, page: Path, reasons: tuple[str, ...]) -> NoGaitError:
    reason, *advice = reasons or ("No gait could be assessed.",)
    return NoGaitError(
        f"{printable(recording.name)}: {reason}",
        " ".join([*advice, f"To read, with how to film: {printable(page)}"]),
    )


@click.command()
@click.option("--real", is_flag=True, help="Use a real walk in a street, downloaded on first use.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="results",
    show_default=True,
    metavar="FOLDER",
    help="Where results go: FOLDER/<sample's name>/.",
)
@open_option()
@debug_option
def demo(real: bool, out: Path, opening: bool) -> None:
    """Analyse a sample recording and name the report.

    An earlier result of the same sample is replaced.
    """
    from .. import samples
    from .progress import bars

    with bars() as progress:
        recording = samples.fetch_street(progress) if real else samples.NORMAL.path
    height_m = None if real else samples.NORMAL_STATURE_M
    click.echo(f"Measuring the walk in {recording.name} (a minute or two on two cores) …", err=True)
    analyze_one(recording, out, Options(height_m=height_m), Outputs(overwrite=True), opening=opening)
