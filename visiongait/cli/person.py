"""The options that say who was recorded, shared by the commands that write reports."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..datatypes.assessment import Person

FIELDS = ("pseudonym", "age_years", "sex", "recorded_on")
OLDEST_YEARS = 120


def _day(_: click.Context, __: click.Parameter, given: datetime | None) -> date | None:
    from ..results.days import refuse_future

    if given is None:
        return None
    refuse_future(given.date())
    return given.date()


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe the person; `take_person` gathers them."""
    options = (
        click.option(
            "--pseudonym", metavar="NAME", help="A name for the person that means nothing to strangers."
        ),
        click.option(
            "--age",
            "age_years",
            type=click.FloatRange(0, OLDEST_YEARS),
            metavar="YEARS",
            help="Age on the day of the recording, for reference values.",
        ),
        click.option("--sex", type=click.Choice(["female", "male"]), help="For reference values."),
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


def take_person(chosen: dict[str, Any], known: "Person | None" = None) -> "Person":
    """Take the person's options out of `chosen`; what was not given stays as `known` has it."""
    from dataclasses import replace

    from ..datatypes.assessment import Person

    given = {name: value for name in FIELDS if (value := chosen.pop(name)) is not None}
    return replace(known or Person(), **given)
