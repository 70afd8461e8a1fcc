"""`visiongait amend`: a saved result corrected by hand."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..api import amend as amend_result
from ..api import load, redo, undo
from ..datatypes import Amendment
from ..errors import UsageError
from ..system import number_from, printable
from .options import height_option
from .session import debug_option

if TYPE_CHECKING:
    from ..api import Result
    from ..datatypes import Side

WHOLE = "all"


@click.command()
@click.argument("folder", metavar="RESULT_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--events",
    "events_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="events.csv as you edited it: what differs is moved, added or deleted.",
)
@click.option(
    "--exclude-stride",
    "excluded",
    type=int,
    multiple=True,
    metavar="N",
    help="A stride that is not usable, by its number in strides.csv.",
)
@click.option(
    "--swap-sides",
    "swapped",
    is_flag=False,
    flag_value=WHOLE,
    metavar="[START,END]",
    help="Left and right are mistaken: everywhere, or between two times in seconds.",
)
@click.option("--start", "start_s", type=float, metavar="S", help="Use only what comes after this time.")
@click.option("--end", "end_s", type=float, metavar="S", help="Use only what comes before this time.")
@height_option(help="The subject's height with shoes.")
@click.option("--side", type=click.Choice(["left", "right"]), help="The tested leg, where a test has one.")
@click.option("--subject", metavar="N", help="Another person; needs the recording.")
@click.option("--by", default="", metavar="NAME", help="Who corrects.")
@click.option("--why", default="", metavar="WORDS", help="For what reason.")
@click.option("--undo", "undoing", is_flag=True, help="Take the last correction back.")
@click.option("--redo", "redoing", is_flag=True, help="Put back what was taken back.")
@click.option(
    "--recording",
    type=click.Path(path_type=Path),
    metavar="VIDEO",
    help="The recording: draw annotated video and pictures again.",
)
@debug_option
def amend(
    folder: Path,
    events_file: Path | None,
    excluded: tuple[int, ...],
    swapped: str | None,
    start_s: float | None,
    end_s: float | None,
    height_m: float | None,
    side: "Side | None",
    subject: str | None,
    by: str,
    why: str,
    undoing: bool,
    redoing: bool,
    recording: Path | None,
) -> None:
    """Correct the results in RESULT_FOLDER by hand and calculate all numbers again.

    Times are those of events.csv. Needs neither the recording nor the network. What was
    measured is kept (measured.json); every correction is stated in the report and can be taken
    back with --undo.
    """
    if undoing or redoing:
        _said(undo(folder) if undoing else redo(folder))
        return
    result = load(folder)
    if subject is not None:
        raise _needs_recording(result, subject)
    from .edited_events import edited_events

    amendments = [
        *(edited_events(result, events_file) if events_file else []),
        *(_excluded(result, number) for number in excluded),
        *([_swapped(swapped)] if swapped else []),
    ]
    if start_s is not None or end_s is not None:
        amendments.append(Amendment("trim", start_s=start_s, end_s=end_s))
    if height_m is not None:
        amendments.append(Amendment("height", height_m=height_m))
    if side is not None:
        amendments.append(Amendment("tested_side", side=side))
    _said(amend_result(folder, *(replace(one, by=by, why=why) for one in amendments), recording=recording))


def _said(result: "Result") -> None:
    count = len(result.corrections)
    click.echo(f"{count} correction{'s' * (count != 1)} in force." if count else "As measured again.")
    for number, one in enumerate(result.corrections, 1):
        known = ("side", "event", "time_s", "to_s", "start_s", "end_s", "height_m")
        values = [f"{name} {value}" for name in known if (value := getattr(one, name)) is not None]
        click.echo(f"  {number}  {one.kind}  {', '.join(values)}{f'  ({one.why})' if one.why else ''}")
    click.echo(f"To read: {printable((result.folder or Path()) / 'report.html')}")


def _needs_recording(result: "Result", subject: str) -> UsageError:
    video = printable(result.assessment.video.name)
    return UsageError(
        "Only the landmarks of the person who was measured are saved.",
        f"Measure the recording again: visiongait analyze {video} --subject {subject} --overwrite",
    )


def _swapped(text: str) -> Amendment:
    if text == WHOLE:
        return Amendment("swap_sides")
    start, comma, end = text.partition(",")
    try:
        start_s, end_s = (number_from(part) if part.strip() else None for part in (start, end))
    except ValueError:
        comma = ""
    if not comma:
        raise UsageError(f"--swap-sides {text} is not two times.", "Write it as --swap-sides 1.20,2.45.")
    return Amendment("swap_sides", start_s=start_s, end_s=end_s)


def _excluded(result: "Result", number: int) -> Amendment:
    strides = result.strides
    row = strides[strides["stride"] == number]
    if row.empty:
        raise UsageError(f"There is no stride {number}.", f"strides.csv lists 1 to {len(strides)}.")
    start_s, end_s, side = (row.iloc[0][name] for name in ("start_s", "end_s", "side"))
    return Amendment("exclude_stride", side=side, time_s=round(float(start_s + end_s) / 2, 3))
