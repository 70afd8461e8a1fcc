"""`visiongait compare` and `visiongait progress`: what changed between recordings of one person."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .session import debug_option

if TYPE_CHECKING:
    from ..change import Course, SymmetryTarget

PAGE, TABLE = "progress.html", "progress.csv"


def course_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that both commands have."""
    options: list[Callable[..., Any]] = [
        click.option(
            "--involved", type=click.Choice(["left", "right"]), help="The affected leg, for the checklist."
        ),
        click.option(
            "--target",
            type=click.FloatRange(0, 100, min_open=True),
            metavar="PERCENT",
            help="Target for the affected leg's limb symmetry index, such as 90; needs --involved.",
        ),
        click.option("--overwrite", is_flag=True, help="Replace an earlier page."),
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
    _show(follow_in_order(subject, sessions, _target(involved, target)), out, overwrite)


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
    _show(course, out or Path("progress") / subject, overwrite)


def _target(involved: str | None, percent: float | None) -> "SymmetryTarget | None":
    from ..change import SymmetryTarget

    if (involved is None) != (percent is None):
        raise click.UsageError("--involved and --target are given together: the affected leg and its target.")
    if involved is None or percent is None:
        return None
    return SymmetryTarget("left" if involved == "left" else "right", percent)


def _show(course: "Course", out: Path, overwrite: bool) -> None:
    from ..pages import progress_csv, render_progress
    from ..system import write_files
    from ..version import NOT_A_DEVICE
    from .tables import course_table

    write_files({out / PAGE: render_progress(course), out / TABLE: progress_csv(course)}, overwrite=overwrite)
    click.echo(
        f"{course_table(course)}\nTo read: {out / PAGE} (the table {TABLE} is beside it)\n{NOT_A_DEVICE}"
    )
