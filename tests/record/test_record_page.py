"""docs/progress.md, done: its commands, one after the other."""

import re
import shlex
from pathlib import Path

import pytest
from made_sessions import assessment

from visiongait.cli.commands import run
from visiongait.record import Record, current

pytest_plugins = ["record_databases"]

PAGE = Path(__file__).parents[2] / "docs" / "progress.md"
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


def test_the_page_has_commands():
    assert len(COMMANDS) == 12


@pytest.mark.usefixtures("file")
def test_its_commands_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("september", "october"):
        folder = tmp_path / "results" / name
        folder.mkdir(parents=True)
        (folder / "assessment.json").write_text(assessment(name).to_json(), encoding="utf-8")
    for command in COMMANDS:
        newest = [entry.name for entry in current(Record().entries())][-1:]
        assert run([newest[0] if word == "ENTRY" else word for word in command]) == 0, command
