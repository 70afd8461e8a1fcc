"""docs/live.md says what the program does."""

import re

import pytest
from click.testing import CliRunner
from conftest import ROOT

from visiongait.cli.commands import cli
from visiongait.live.cues import MEASURES, parse_plan, preset_names

PAGE = (ROOT / "docs" / "live.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_settings_on_the_page_are_a_plan_that_uses_every_setting():
    (text,) = blocks("toml")
    plan = parse_plan(text, "page")
    assert len(plan.targets) == 2
    assert plan.beat_per_min == 92


def test_every_preset_and_every_measure_is_on_the_page_and_no_other():
    rows = re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == list(preset_names())
    listed = PAGE[PAGE.index("Measures: ") :].split("\n\n")[0]
    assert sorted(re.findall(r"`(\w+)`", listed)) == sorted(MEASURES)


@pytest.mark.parametrize("option", sorted(set(re.findall(r"--[a-z-]+", "".join(blocks("sh"))))))
def test_every_option_on_the_page_exists(option):
    assert option in CliRunner().invoke(cli, ["live", "--help"]).output
