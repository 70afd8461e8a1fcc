"""What one call of the command line remembers, and the one place that turns failures into sentences."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from ..errors import InputError, VisionGaitError
from ..system import OUT_OF_MEMORY, crashed, printable
from .apart import STOPPED, Work, each_apart

STOPPED_WORDS = "Stopped. No incomplete results were left behind. The same command continues."


@dataclass
class Session:
    """One call: `debug` shows the traceback of every failure; `apart` as in `commands.run`."""

    debug: bool = False
    apart: bool = False

    def each(self, works: Sequence[Work], names: Sequence[str]) -> list[int]:
        """Do one work after the other, each about the recording of that name; return their exit codes."""

        def fallen(failure: InputError) -> int:
            return self._say(failure, *_words(failure))

        return each_apart(works, names, fallen) if self.apart else [work() for work in works]

    def guard(self, work: Callable[[], int | None]) -> int:
        """Run `work` and return its exit code; say a failure on stderr and return the failure's code."""
        try:
            return work() or 0
        except click.exceptions.NoArgsIsHelpError as bare:
            click.echo(bare.format_message())
            return 0
        except (VisionGaitError, click.ClickException, click.Abort) as failure:
            return self._say(failure, *_words(failure))
        except BrokenPipeError:
            raise
        except MemoryError as lack:
            return self._say(lack, *_words(crashed("What was asked for", OUT_OF_MEMORY)))
        except Exception as bug:  # noqa: BLE001  the last net: a user never sees a traceback unasked
            message = f"This is a bug in visiongait ({type(bug).__name__}: {bug})."
            return self._say(bug, message, "Run the same command with --debug and report what it prints.", 1)

    def _say(self, failure: BaseException, message: str, hint: str, code: int) -> int:
        if self.debug:
            click.echo("".join(traceback.format_exception(failure)), err=True)
        stopped = isinstance(failure, click.Abort)  # which is no error
        click.echo(_writable(message) if stopped else f"Error: {_writable(message)}", err=True)
        if hint:
            click.echo(f"hint: {_writable(hint)}", err=True)
        return code


def _writable(text: str) -> str:
    """Return a text, line by line, with the names in it as they can be shown."""
    return "\n".join(map(printable, text.splitlines()))


def _words(failure: VisionGaitError | click.ClickException | click.Abort) -> tuple[str, str, int]:
    """Return message, hint and exit code of a failure that is not a bug."""
    if isinstance(failure, VisionGaitError):
        return failure.message, failure.hint, failure.exit_code
    if isinstance(failure, click.Abort):
        return STOPPED_WORDS, "", STOPPED
    context = getattr(failure, "ctx", None)
    command = context.command_path if context else "visiongait"
    return failure.format_message(), f"See `{command} --help`.", failure.exit_code


def _remember_debug(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.ensure_object(Session).debug = True


def debug_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--debug` to a command."""
    add = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_remember_debug,
        help="Show the traceback of a failure.",
    )
    return add(command)
