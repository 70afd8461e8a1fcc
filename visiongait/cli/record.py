"""`visiongait record`: what a clinic keeps of its subjects, session by session."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .options import day_or_refusal, read_as, read_day
from .session import debug_option

if TYPE_CHECKING:
    from ..datatypes import Assessment
    from ..record import Entry, Statement

RATINGS = ("comfort", "range", "confidence", "pain")


@click.group()
def record() -> None:
    """Store sessions of pseudonymous subjects; entries are never changed.

    The record is a file in your data folder, or the PostgreSQL database whose address the variable
    VISIONGAIT_DATABASE_URL holds.
    """


def _read_scores(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, float]:
    del context, parameter
    scores = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            scores[name.strip()] = float(value)
        except ValueError:
            raise click.BadParameter(f"{text} is not NAME=VALUE, such as FAAM-ADL=82.") from None
    return scores


def statement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options with which a session is described."""
    options = [
        click.option(
            "--date",
            "day",
            callback=read_as(read_day),
            metavar="YYYY-MM-DD",
            help="Day of the recording; by default the date stored in the file, else you are asked.",
        ),
        click.option("--shoes", metavar="WORDS", help="Such as barefoot, own trainers."),
        click.option("--aid", metavar="WORDS", help="Such as stick right, ankle-foot orthosis left."),
        click.option(
            "--task",
            type=click.Choice(["single", "dual"]),
            help="Walking only, or walking with a second task.",
        ),
        click.option(
            "--state", type=click.Choice(["fresh", "tired"]), help="Before or after fatiguing exercise."
        ),
        *(
            click.option(
                f"--{name}", type=click.FloatRange(0, 10), metavar="0..10", help=f"The patient's {name}."
            )
            for name in RATINGS
        ),
        click.option(
            "--score",
            "scores",
            multiple=True,
            metavar="NAME=VALUE",
            callback=_read_scores,
            help="A questionnaire's score on its own scale, such as FAAM-ADL=82; may be repeated.",
        ),
        click.option("--comment", metavar="WORDS", help="Any other remark."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@record.command()
@click.argument("folder", metavar="RESULT_FOLDER", type=click.Path(path_type=Path))
@click.option("--subject", metavar="PSEUDONYM", help="Such as P01; never a name.")
@statement_options
@debug_option
def add(folder: Path, subject: str | None, **said: Any) -> None:
    """Enter the results in RESULT_FOLDER as a session of a subject."""
    from ..record import Record
    from ..results import read_assessment

    assessment = read_assessment(folder)
    subject = subject or assessment.person.pseudonym
    if not subject:
        subject = _asked("Whose results are these (a pseudonym)?", "Give --subject, such as --subject P01.")
    guess, whose = _first_guess(assessment, said["day"])
    entry = Record().add(subject, assessment, _statement(said, guess))
    day_source = "" if said["day"] else whose
    click.echo(f"Entered as {entry.name}: {subject}, {entry.statement.day}{day_source}.")


def _asked(question: str, hint: str) -> str:
    """Ask at a terminal; elsewhere nobody could answer."""
    if not sys.stdin.isatty():
        raise UsageError(question, hint)
    return str(click.prompt(question, prompt_suffix=" ", err=True))


def _first_guess(assessment: "Assessment", day: date | None) -> tuple["Statement", str]:
    """Return what is true where nothing else is said, and in words whose day it is.

    The day that is given now, or was to `analyze`; else that of the recording's own tag, unless it lies ahead
    (a clock set wrong); else who enters it is asked.  Shoes and aid are those that were given to `analyze`.
    """
    from ..datatypes import Conditions
    from ..record import Statement
    from ..system import day_of, today

    person, filmed = assessment.person, assessment.video.filmed
    conditions, whose = Conditions(person.shoes, person.aid or person.orthosis), ""
    day = day or person.recorded_on
    if day is None and filmed and day_of(filmed) <= today():
        day, whose = day_of(filmed), ", as the recording's own date says"
    if day is None:
        question = "On which day was it recorded?"
        day = day_or_refusal(_asked(question, "Give --date, such as --date 2026-11-30."))
    return Statement(day, conditions), whose


def _statement(said: Mapping[str, Any], before: "Statement") -> "Statement":
    """Return a statement: what was said now, and otherwise as before."""
    from ..system import refuse_future

    given = {name: value for name, value in said.items() if value is not None}
    refuse_future(given.get("day", before.day))
    conditions = {name: given[name] for name in ("shoes", "aid", "task", "state") if name in given}
    ratings = {name: given[name] for name in RATINGS if name in given}
    try:
        return replace(
            before,
            day=given.get("day", before.day),
            conditions=replace(before.conditions, **conditions),
            scores={**before.scores, **ratings, **given["scores"]},
            comment=given.get("comment", before.comment),
        )
    except ValueError as fault:
        raise click.UsageError(f"{fault}.") from None


@record.command("list")
@click.argument("subject", required=False, default="")
@click.option("--all", "everything", is_flag=True, help="Include entries that were corrected or withdrawn.")
@debug_option
def list_entries(subject: str, everything: bool) -> None:
    """List the sessions of SUBJECT, or of all subjects."""
    from ..record import Record, current

    entries = Record().entries(subject)
    shown = entries if everything else current(entries)
    if not shown:
        click.echo(
            "The record is empty." if not entries else "There are no valid sessions: all were withdrawn."
        )
    for entry in sorted(shown, key=lambda one: (one.subject, one.statement.day)):
        click.echo(_line(entry))


def _line(entry: "Entry") -> str:
    said = entry.statement
    conditions = said.conditions
    words = [conditions.task, conditions.state, conditions.shoes, conditions.aid]
    scores = (f"{name} {value:g}" for name, value in said.scores.items())
    marks = [f"corrects {entry.corrects}" if entry.corrects else "", "withdrawn" if entry.withdrawn else ""]
    text = ", ".join([word for word in (*words, *scores, *marks) if word])
    return f"{entry.name}  {entry.subject:<12} {said.day}  {text}"


@record.command()
@click.argument("entry")
@debug_option
def show(entry: str) -> None:
    """Show one ENTRY: the session's details and what was measured."""
    from ..record import Record
    from . import tables

    kept = Record()
    found = kept.entry(entry)
    assessment = kept.session(found).assessment
    click.echo(_line(found))
    click.echo(f"Entered {found.recorded_utc}, stored in {kept.place}")
    if found.statement.comment:
        click.echo(f"Comment: {found.statement.comment}")
    click.echo(
        f"Recording: {assessment.video.name}\n{tables.assessment_table(assessment)}\n{assessment.notice}"
    )


@record.command()
@click.argument("entry")
@click.option(
    "--results",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The new results, if the recording was analysed again.",
)
@click.option("--withdraw", is_flag=True, help="Withdraw the session: it no longer counts.")
@statement_options
@debug_option
def correct(entry: str, folder: Path | None, withdraw: bool, **said: Any) -> None:
    """Replace ENTRY by a corrected one; what is not given stays as it was.

    The old entry stays in the record: `visiongait record list --all` shows it.
    """
    from ..record import Record
    from ..results import read_assessment

    kept = Record()
    statement = _statement(said, kept.entry(entry).statement)
    assessment = read_assessment(folder) if folder else None
    new = kept.correct(entry, statement, assessment=assessment, withdrawn=withdraw)
    click.echo(f"Entered as {new.name}, in place of {entry}{': withdrawn' if withdraw else ''}.")


@record.command()
@click.argument("subject")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE.")
@debug_option
def export(subject: str, file: Path, overwrite: bool) -> None:
    """Write everything about SUBJECT to FILE, which `visiongait record import` reads."""
    from ..record import Record, export_subject
    from ..system import write_files

    write_files({file: export_subject(Record(), subject)}, overwrite=overwrite)
    click.echo(f"Everything about {subject} is in {file}.")


@record.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@debug_option
def import_(file: Path) -> None:
    """Import what `visiongait record export` wrote to FILE: everything or nothing."""
    from ..errors import InputError
    from ..record import Record, import_subject

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{file} cannot be read ({fault}).") from fault
    subject, new, known = import_subject(Record(), text)
    click.echo(f"{subject}: {new} entries imported, {known} already present.")


@record.command()
@click.argument("subject")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@debug_option
def erase(subject: str, yes: bool) -> None:
    """Permanently delete everything about SUBJECT, but not copies elsewhere (exports, backups)."""
    from ..record import Record

    kept = Record()
    entries = kept.entries(subject)
    if not yes:
        click.confirm(
            f"Delete {len(entries)} entries of {subject} from {kept.place} permanently?", abort=True
        )
    click.echo(f"{kept.erase(subject)} entries of {subject} were deleted.")


@record.command()
@debug_option
def upgrade() -> None:
    """Bring a record made by an older version up to date; a file is copied first."""
    from ..record import upgrade_record

    copy = upgrade_record()
    click.echo(f"The record is up to date.{f' A copy of the earlier record: {copy}' if copy else ''}")
