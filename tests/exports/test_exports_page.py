"""docs/exports.md, done: its command, then its Python, on a result of the name that it uses."""

import re
import shlex

from conftest import ROOT
from made_exports import walk_out_and_back

from visiongait.cli.commands import run

PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_does_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results" / "walk").mkdir(parents=True)
    (tmp_path / "results" / "walk" / "assessment.json").write_text(
        walk_out_and_back().to_json(), encoding="utf-8"
    )
    (command,) = blocks("sh")
    assert run(shlex.split(command)[1:]) == 0
    for code in blocks("python"):
        exec(compile(code, "docs/exports.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "'Left', 'Foot Strike'" in shown
    assert "walking_speed_m_per_s" in shown
    assert "Stride time left leg 1.1" in shown
