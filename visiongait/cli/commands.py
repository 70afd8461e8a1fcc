"""The command `visiongait` and its subcommands."""

import io
import sys
import warnings
from collections.abc import Sequence

import click

from ..version import NOT_A_DEVICE, __version__
from .amend import amend
from .analyze import analyze, demo
from .apart import possible
from .batch import batch, cohort
from .course import compare, progress
from .desk import desk
from .doctor import doctor, validate
from .downloads import models, samples
from .live import live
from .markers import markers
from .record import record
from .results import export, report
from .session import Session

EXIT_CODES = """\b
Exit codes:
  0  done
  1  a bug, or this computer lacks something (`visiongait doctor` says what)
  2  wrong usage
  3  the recording cannot be read
  4  read, but no assessable gait in it (the result folder says why)
  5  the pose network's weights are unavailable
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"{EXIT_CODES}\n\n{NOT_A_DEVICE}",
)
@click.version_option(__version__, prog_name="visiongait")
def cli() -> None:
    """Measure ankle, shank and gait from a phone video of a walk seen from the side."""


for command in (
    analyze,
    amend,
    batch,
    cohort,
    desk,
    demo,
    models,
    samples,
    doctor,
    validate,
    export,
    record,
    compare,
    progress,
    report,
    live,
    markers,
):
    cli.add_command(command)


def run(arguments: Sequence[str] | None = None, *, apart: bool = False) -> int:
    """Run the command line and return its exit code.

    apart: what may bring its process down is done in a copy of this one, which must have no other threads.
    """
    session = Session(apart=apart)

    def work() -> int | None:
        code: int | None = cli.main(arguments, "visiongait", standalone_mode=False, obj=session)
        return code

    return session.guard(work)


def main() -> None:
    """Run the command line and leave with its exit code."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for who works on the program
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that a terminal lacks is no reason to stop
            stream.reconfigure(errors="replace")
    sys.exit(run(apart=possible()))
