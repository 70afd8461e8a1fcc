"""docs/batch.md, done: its manifest is read, its commands are parsed, its query is asked."""

import re
import shlex

import pytest
from conftest import ROOT

from visiongait.batch.recordings import read_manifest
from visiongait.batch.run import run_batch
from visiongait.cli.commands import cli

pytest_plugins = ["made_batch"]
PAGE = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_commands_of_the_page_are_understood():
    lines = [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    ours = [shlex.split(line)[1:] for line in lines if line.startswith("visiongait ")]
    assert len(ours) >= 6
    for name, *arguments in ours:
        cli.commands[name].make_context(name, arguments)


def test_the_manifest_and_the_query_of_the_page(archive, settings, tmp_path, monkeypatch, capfd):
    folder = archive(S01__barefoot="good 1", S01__brace="good 2")
    (folder / "S02").mkdir()
    (folder / "S02" / "slow.mov").write_text("good 3")
    (folder / "list.csv").write_text(blocks("csv")[0])
    assert [one.height_m for one in read_manifest(str(folder / "list.csv"))] == [1.72, 1.72, 1.8]
    done = run_batch(settings(folder / "list.csv"))
    notes = {one.recording.name: one.outcome.note for one in done.recordings}
    assert "direction as right; in the recording it is left" in notes["S01_brace"]
    assert notes["S01_barefoot"] == ""
    monkeypatch.chdir(tmp_path)
    (query,) = blocks("python")
    exec(compile(query.replace("ankle_rom_deg", "stride_time_s"), "docs/batch.md", "exec"), {})
    said = capfd.readouterr().out
    assert re.search(r"barefoot\W+both\W+[\d.]+\W+2\b", said)
    assert re.search(r"brace\W+left\W+[\d.]+\W+1\b", said)


@pytest.mark.parametrize("column", re.findall(r"^path,.*$", PAGE, re.MULTILINE)[0].split(","))
def test_every_column_is_said_in_the_fault_of_an_unknown_one(column, tmp_path):
    from visiongait.errors import UsageError

    (tmp_path / "list.csv").write_text("path,colour\na.mp4,red\n")
    with pytest.raises(UsageError) as caught:
        read_manifest(str(tmp_path / "list.csv"))
    assert column.partition("_shoe")[0] in caught.value.message
