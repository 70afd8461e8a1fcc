"""Options that several commands share; their limits are those of `datatypes.options`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from ..datatypes import (
    OLDEST_YEARS,
    POSE_QUALITIES,
    SEXES,
    Person,
    check_height,
    check_slowmo,
    check_subject,
)

PERSON = ("pseudonym", "age_years", "sex", "recorded_on")

Command = Callable[..., Any]
Value = TypeVar("Value")


def _checked(check: Callable[[Any], None]) -> Callable[[click.Context, click.Parameter, Value], Value]:
    """Return a callback that lets through what the check does."""

    def callback(_: click.Context, __: click.Parameter, value: Value) -> Value:
        check(value)
        return value

    return callback


height_option = partial(
    click.option, "--height", "height_m", type=float, metavar="METRES", callback=_checked(check_height)
)
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


def _day(_: click.Context, __: click.Parameter, given: datetime | None) -> date | None:
    from ..system import refuse_future

    if given is None:
        return None
    refuse_future(given.date())
    return given.date()


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
            type=click.DateTime(["%Y-%m-%d"]),
            callback=_day,
            metavar="YYYY-MM-DD",
            help="Day of the recording.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def take_person(chosen: dict[str, Any], known: Person | None = None) -> Person:
    """Take the person's options out of `chosen`; what was not given stays as `known` has it."""
    given = {name: value for name in PERSON if (value := chosen.pop(name)) is not None}
    return replace(known or Person(), **given)
