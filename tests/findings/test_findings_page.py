"""docs/findings.md, done: its Python, on a result of the name that it uses."""

import re

from conftest import ROOT
from made_summary import row, walk_with

from visiongait.findings import RULES
from visiongait.norms import PAPERS

PAGE = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")


def test_the_code_of_the_page(tmp_path, monkeypatch, capsys):
    walk = walk_with(row("walking_speed_m_per_s", "both", 0.3, spread=(-0.01, 0.0, 0.01)))
    folder = tmp_path / "results" / "walk"
    folder.mkdir(parents=True)
    (folder / "assessment.json").write_text(walk.to_json(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "docs/findings.md", "exec"), {})
    said = capsys.readouterr().out
    assert "Walking speed was 0.30 m/s" in said
    assert "1.13 m/s, 0.74 to 1.53: Bohannon & Andrews 2011" in said


def test_the_page_has_every_rule_and_every_paper():
    rules, papers = PAGE.split("| rule |")[1].split("## Reference ranges")
    assert rules.count("\n| ") == len(RULES) - 2  # unequal steps, rhythm and stance share a row
    assert papers.count("\n| ") == len(PAPERS) + 1
