"""`visiongait compare` and `visiongait progress`: what changed between recordings of one person."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .session import debug_option

if TYPE_CHECKING:
    from ..change import Course, SymmetryTarget

PAGE, TABLE, PAPER = "progress.html", "progress.csv", "progress.pdf"
OURS = b'<div class="mark">VisionGait'


def course_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that both commands have."""
    options: list[Callable[..., Any]] = [
        click.option(
            "--involved",
            type=click.Choice(["left", "right"]),
            help="The affected leg; by default, what the newest session says.",
        ),
        click.option(
            "--target",
            type=click.FloatRange(0, 100, min_open=True),
            metavar="PERCENT",
            help="Target for the affected leg's limb symmetry index, such as 90; needs --involved.",
        ),
        click.option("--overwrite", is_flag=True, help="Replace other files of the same names."),
        debug_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("baseline", metavar="BASELINE", type=click.Path(path_type=Path))
@click.argument("followups", metavar="FOLLOWUP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="comparison",
    show_default=True,
    metavar="FOLDER",
    help=f"Where {PAGE} and {TABLE} go.",
)
@course_options
def compare(
    baseline: Path,
    followups: tuple[Path, ...],
    out: Path,
    involved: str | None,
    target: float | None,
    overwrite: bool,
) -> None:
    """Show what has changed from the results in BASELINE to those in each FOLLOWUP, of one person.

    All are result folders of `visiongait analyze`.
    """
    from ..change import follow_in_order
    from ..datatypes import Session
    from ..results import read_assessment

    sessions = [
        Session(folder.name, assessment.person.recorded_on, assessment)
        for folder in (baseline, *followups)
        for assessment in [read_assessment(folder)]
    ]
    subject = sessions[0].assessment.person.pseudonym or " → ".join(one.name for one in sessions)
    course = follow_in_order(subject, sessions, _target(involved, target))
    _show(_about(course, involved), out, overwrite)


@click.command()
@click.argument("subject")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=f"Where {PAGE} and {TABLE} go.  [default: progress/SUBJECT]",
)
@course_options
def progress(
    subject: str, out: Path | None, involved: str | None, target: float | None, overwrite: bool
) -> None:
    """Show what has changed in SUBJECT over the sessions in the record (`visiongait record`).

    The baseline is the earliest session of a single task in a fresh state; follow-ups are the
    later ones under the same task and state.  Sessions of one day with and without a second task
    give its cost, and fresh and tired ones the fatigue.
    """
    from ..change import follow
    from ..record import Record

    wanted = _target(involved, target)
    course = follow(subject, Record().sessions(subject), wanted)
    _show(_about(course, involved), out or Path("progress") / subject, overwrite)


def _target(involved: str | None, percent: float | None) -> "SymmetryTarget | None":
    from ..change import SymmetryTarget

    if percent is None:
        return None
    if involved is None:
        raise click.UsageError("--target needs --involved: the affected leg.")
    return SymmetryTarget("left" if involved == "left" else "right", percent)


def _about(course: "Course", involved: str | None) -> "Course":
    """Return the course with the affected leg that was named."""
    if involved is None:
        return course
    return replace(course, affected="left" if involved == "left" else "right")


def _show(course: "Course", out: Path, overwrite: bool) -> None:
    from ..pages import progress_csv, render_progress, render_progress_pdf
    from ..system import write_files, write_whole
    from ..version import NOT_A_DEVICE
    from .tables import course_table

    files = {out / PAGE: render_progress(course), out / TABLE: progress_csv(course)}
    write_files(files, overwrite=overwrite or _ours(out))
    write_whole(out / PAPER, render_progress_pdf(course))
    click.echo(
        f"{course_table(course)}\nTo read: {out / PAGE} ({PAPER} and {TABLE} are beside it)\n{NOT_A_DEVICE}"
    )


def _ours(out: Path) -> bool:
    """Whether the page in a folder is one that this command wrote, which it may write anew."""
    page = out / PAGE
    return page.is_file() and OURS in page.read_bytes()[:100_000]
