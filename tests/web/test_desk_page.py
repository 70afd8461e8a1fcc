"""docs/desk.md says what is so."""

import re
import shlex

from conftest import ROOT
from made_desk import made_services

from visiongait.cli.commands import cli
from visiongait.web import tickets, uploads
from visiongait.web.texts import load_texts

PAGE = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")


def test_its_commands_exist():
    block = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1]
    assert shlex.split(block.splitlines()[1])[1] in cli.commands
    options = set(re.findall(r"\| `(--[\w-]+)", PAGE))
    assert options == {option for one in cli.commands["desk"].params for option in one.opts} - {"--debug"}


def test_it_names_what_the_workspace_holds(tmp_path):
    named = set(re.findall(r"`(\w+/|\w+\.sqlite)`", PAGE.partition("## Where things are")[2]))
    with made_services(tmp_path):
        there = {path.name + "/" * path.is_dir() for path in tmp_path.iterdir()}
    assert named <= there


def test_its_numbers_and_words_are_right():
    assert f"within {tickets.ENTRY_MIN} minutes" in PAGE
    assert f"valid for {tickets.PHONE_MIN} minutes" in PAGE
    assert f"{uploads.LARGEST_BYTES / 1e9:.0f} GB each" in PAGE
    words = load_texts()
    assert words.desk["sample"] in PAGE
    for state in ("ok", "caution", "withheld", "failed"):
        assert f"*{words.states[state]}*" in PAGE
