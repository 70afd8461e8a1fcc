"""Options that several commands share; their limits are those of `datatypes.options`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from ..datatypes import (
    AFFECTED_SIDES,
    OLDEST_YEARS,
    POSE_QUALITIES,
    SEXES,
    Clinic,
    Person,
    check_slowmo,
    check_subject,
    height_from,
)
from ..errors import UsageError

SAID = ("diagnosis", "aid", "orthosis", "shoes", "task", "clinician", "comment")
PERSON = ("pseudonym", "age_years", "sex", "recorded_on", "affected_side", *SAID)

Command = Callable[..., Any]
Value = TypeVar("Value")


def _checked(check: Callable[[Any], None]) -> Callable[[click.Context, click.Parameter, Value], Value]:
    """Return a callback that lets through what the check does."""

    def callback(_: click.Context, __: click.Parameter, value: Value) -> Value:
        check(value)
        return value

    return callback


def read_as(
    read: Callable[[str], Value],
) -> Callable[[click.Context, click.Parameter, str | None], Value | None]:
    """Return a callback that reads what people type in several ways; its ValueError is a fault of usage."""

    def callback(_: click.Context, __: click.Parameter, text: str | None) -> Value | None:
        return None if text is None else _read_or_refuse(read, text)

    return callback


def _read_or_refuse(read: Callable[[str], Value], text: str) -> Value:
    try:
        return read(text)
    except ValueError as fault:
        said, *more = str(fault).split("; ")
        advice = more[0] if more else ""
        raise UsageError(f"{said}.", f"{advice.capitalize()}." if advice else "") from fault


def day_or_refusal(text: str) -> date:
    """Return a day as people write it; a UsageError says how to write another."""
    return _read_or_refuse(read_day, text)


def read_day(text: str) -> date:
    """Return a day as people write it."""
    from ..system import day_from

    return day_from(text)


def _read_past_day(text: str) -> date:
    from ..system import refuse_future

    day = read_day(text)
    refuse_future(day)
    return day


height_option = partial(click.option, "--height", "height_m", metavar="HEIGHT", callback=read_as(height_from))
"""`--height`; give it its help."""

slowmo_option = partial(
    click.option, "--slowmo", type=float, metavar="FACTOR", callback=_checked(check_slowmo)
)
"""`--slowmo`; give it its help."""

subject_option = partial(
    click.option,
    "--subject",
    default="auto",
    show_default=True,
    metavar="auto|largest|N|X,Y",
    callback=_checked(check_subject),
)
"""`--subject`; give it its help."""

model_option = partial(
    click.option, "--model", default="heavy", show_default=True, metavar="heavy|full|lite|FILE"
)
"""`--model`; give it its help."""

quality_option = partial(
    click.option, "--quality", type=click.Choice(POSE_QUALITIES), default="standard", show_default=True
)
"""`--quality`; give it its help."""

open_option = partial(
    click.option, "--open", "opening", is_flag=True, help="Open the page with the program meant for it."
)
"""`--open`; then call `open_page`."""

folder_option = partial(click.option, "-o", "--out", type=click.Path(path_type=Path), metavar="FOLDER")
"""`--out`; give it its default and its help."""


def open_page(page: Path) -> None:
    """Open a page in the browser, or say that nothing here can."""
    if click.launch(str(page)) != 0:
        click.echo("No program to open it was found.", err=True)


_WORDS = {
    "diagnosis": "In the clinic's words, for the head of the report.",
    "aid": "Walking aid, such as stick right.",
    "orthosis": "Such as ankle-foot orthosis left.",
    "shoes": "Such as barefoot, own trainers.",
    "task": "Such as usual speed, counting backwards.",
    "clinician": "Who made the recording.",
    "comment": "For the head of the report.",
}
"""Options in free words."""


def person_options(command: Command) -> Command:
    """Add the options that describe the person; `take_person` gathers them."""
    options = (
        click.option("--pseudonym", metavar="NAME", help="A pseudonym that does not identify the person."),
        click.option(
            "--age",
            "age_years",
            type=click.FloatRange(0, OLDEST_YEARS),
            metavar="YEARS",
            help="Age on the day of the recording, for reference values.",
        ),
        click.option("--sex", type=click.Choice(SEXES), help="For reference values."),
        click.option(
            "--date",
            "recorded_on",
            callback=read_as(_read_past_day),
            metavar="YYYY-MM-DD",
            help="Day of the recording.",
        ),
        click.option(
            "--affected", "affected_side", type=click.Choice(AFFECTED_SIDES), help="The affected leg."
        ),
        *(click.option(f"--{name}", metavar="WORDS", help=meaning) for name, meaning in _WORDS.items()),
        click.option(
            "--clinic",
            "clinic_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="The clinic's name, logo and defaults, instead of clinic.toml in the configuration folder.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def take_person(chosen: dict[str, Any], known: Person | None = None) -> Person:
    """Take the person's options out of `chosen`; what was not given stays as `known` has it."""
    given = {name: value for name in PERSON if (value := chosen.pop(name)) is not None}
    return replace(known or Person(), **given)


def take_clinic(chosen: dict[str, Any]) -> Clinic:
    """Take the clinic's file out of `chosen`; its defaults become those of what was not given."""
    from ..api import load_clinic

    found = load_clinic(chosen.pop("clinic_file"))
    chosen |= {name: text for name, text in found.defaults.items() if chosen[name] is None}
    return found.clinic
