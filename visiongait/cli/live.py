"""`visiongait live`: feedback while the patient walks."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ..datatypes import Options, Outputs
from ..errors import UsageError
from .analyze import analyze_one
from .options import height_option
from .session import Session, debug_option

if TYPE_CHECKING:
    from ..live import LiveSession, Plan, SessionFiles, Spectator


@click.command()
@click.option(
    "--source",
    default="0",
    show_default=True,
    metavar="0|URL|FILE",
    help="A camera's number, an address starting with rtsp:// or http://, or a video file.",
)
@click.option("--headless", is_flag=True, help="No window: print a line of JSON for each stride.")
@click.option("--preset", metavar="NAME", help="A ready-made set of targets, e.g. foot-drop.")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own targets and sounds (TOML).",
)
@click.option(
    "--model",
    default="full",
    show_default=True,
    metavar="full|lite|heavy|FILE",
    help="Pose network for the live view; heavy needs a fast computer.",
)
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Save the video in FOLDER, and analyse it in full at the end.",
)
@click.option(
    "--subject-record",
    "subject",
    metavar="PSEUDONYM",
    help="Add that analysis to this subject's record, e.g. P01.",
)
@height_option(help="The subject's height, for that analysis.")
@click.option("--seconds", type=click.FloatRange(min=0), metavar="S", help="Stop after this many seconds.")
@debug_option
@click.pass_obj
def live(
    session: Session,
    /,
    source: str,
    folder: Path | None,
    subject: str | None,
    height_m: float | None,
    headless: bool,
    **chosen: Any,
) -> int:
    """Show skeleton, angles and cues while someone walks past a camera or on a treadmill.

    Ctrl-C, or q in the window, ends the session.
    """
    if subject and folder is None:
        raise UsageError("Only a recorded session can be entered into the record.", "Add --record FOLDER.")
    options = Options(height_m=height_m)
    from ..live import SessionFiles

    files = SessionFiles(folder) if folder else None
    try:
        _watch(source, files, headless, **chosen)
    finally:
        trouble = files.close() if files else ""
        if trouble:
            click.echo(trouble, err=True)
    if files is None:
        return 0
    codes = [session.guard(partial(_analyse, file, subject, options, headless)) for file in files.recordings]
    return next((code for code in codes if code), 0)


def _watch(
    source: str,
    files: "SessionFiles | None",
    headless: bool,
    *,
    preset: str | None,
    settings: Path | None,
    model: str,
    seconds: float | None,
) -> None:
    """Run the session; Ctrl-C ends it like any other wish."""
    from ..live import Controller, LinePrinter, LiveSession, Reader, score_lines, show
    from ..model_files import load_live_correction
    from ..pose import make_live_tracker
    from ..video import is_file
    from .progress import bars

    camera = not is_file(source)
    plan = _plan(preset, settings)
    with bars() as progress:
        tracker = make_live_tracker(model, progress=progress)
    running = LiveSession(Reader(source, files.recorder if files else None), tracker, load_live_correction())
    say = partial(click.echo, err=True)
    judged = files.journal.judge if files else _nothing
    controller = Controller(plan, window=not headless, set_up=camera, say=say, judged=judged)
    printer = LinePrinter(click.echo if headless else _nothing, say, controller.coach.outcome)
    spectators: list[Spectator] = [controller, printer, *([files.journal] if files else [])]
    with suppress(KeyboardInterrupt):
        show(running, spectators, seconds=seconds, mark=files.journal.mark if files else _nothing)
    for sentence in (*score_lines(controller.coach), _summary(running)):
        say(sentence)


def _nothing(_: object) -> None:
    """Take what nobody wants."""


def _plan(preset: str | None, settings: Path | None) -> "Plan":
    from ..live import Plan, load_preset, load_settings

    if preset and settings:
        raise UsageError("Give either --preset or --settings, not both.")
    if settings:
        return load_settings(settings)
    return load_preset(preset) if preset else Plan()


def _summary(session: "LiveSession") -> str:
    """Say how well the computer kept up."""
    from ..live import percentile_s

    taken, late = len(session.latencies_s), session.dropped
    if not taken:
        return "No frames were received."
    p95_ms = 1000 * percentile_s(session.latencies_s, 95)
    counts = f"{session.measured} frames measured, {late} skipped"
    return f"{counts}; 95 % processed within {p95_ms:.0f} ms of arrival."


def _analyse(recording: Path, subject: str | None, options: Options, headless: bool) -> None:
    """Measure the recording as `visiongait analyze` does, and enter the result into the record."""
    say: Literal["table", "json"] = "json" if headless else "table"
    result = analyze_one(recording, recording.parent, options, Outputs(), say=say)
    if subject:
        from ..record import Record, Statement
        from ..system import today

        statement = Statement(today(), comment=f"Recorded live: {recording.name}")
        entry = Record().add(subject, result.assessment, statement)
        click.echo(f"Entered into the record of {subject} as {entry.name}.", err=True)
