"""What a call of the command line answers when something is wrong."""

import subprocess
import sys

import click
import pytest

from visiongait.cli.commands import EXIT_CODES, cli, run
from visiongait.cli.session import debug_option
from visiongait.errors import (
    EnvironmentFaultError,
    InputError,
    NoGaitError,
    UsageError,
    VisionGaitError,
    WeightsError,
)


@pytest.fixture
def failing(monkeypatch):
    """Add a subcommand `fail` that raises what the test wants."""

    def install(failure):
        @click.command()
        @debug_option
        def fail():
            raise failure

        monkeypatch.setitem(cli.commands, "fail", fail)

    return install


@pytest.mark.parametrize(
    ("kind", "code"),
    [(UsageError, 2), (InputError, 3), (NoGaitError, 4), (WeightsError, 5), (EnvironmentFaultError, 1)],
)
def test_each_error_has_its_exit_code_and_two_lines(failing, capsys, kind, code):
    failing(kind("Something is wrong.", "Do this."))
    assert run(["fail"]) == code
    said = capsys.readouterr()
    assert said.err == "Error: Something is wrong.\nhint: Do this.\n"
    assert said.out == ""


def test_no_hint_no_hint_line(failing, capsys):
    failing(InputError("Something is wrong."))
    run(["fail"])
    assert capsys.readouterr().err == "Error: Something is wrong.\n"


def test_a_bug_says_so_and_shows_its_traceback_only_when_asked(failing, capsys):
    failing(ZeroDivisionError("division by zero"))
    assert run(["fail"]) == 1
    said = capsys.readouterr().err
    assert "This is a bug" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert run(["fail", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_debug_shows_the_traceback_of_a_users_error_too(failing, capsys):
    failing(InputError("Something is wrong."))
    assert run(["fail", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_one_sentence_and_130(failing, capsys):
    failing(KeyboardInterrupt())
    assert run(["fail"]) == 130
    said = capsys.readouterr().err
    assert said.strip().startswith("Stopped. No incomplete results were left behind.")
    assert "Traceback" not in said


@pytest.mark.parametrize("arguments", [["nonsense"], ["analyze"], ["analyze", "--nonsense", "x.mp4"]])
def test_a_wrong_call_exits_2_and_points_to_help(capsys, arguments):
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "hint: See `visiongait" in said


@pytest.mark.parametrize("arguments", [[], ["models"], ["record"]])
def test_a_bare_command_shows_its_help(capsys, arguments):
    assert run(arguments) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Usage: visiongait")
    assert said.err == ""


def test_a_closed_pipe_is_quiet():
    shell = f"{sys.executable} -m visiongait --help | true"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_every_error_is_documented_with_its_code():
    for kind in VisionGaitError.__subclasses__():
        assert f"  {kind.exit_code}  " in EXIT_CODES
