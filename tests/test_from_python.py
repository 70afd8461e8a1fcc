"""docs/from-python.md: its blocks, run in order in one session, with saved landmarks for the network."""

import re
import shutil

import matplotlib as mpl
import pytest
from conftest import ROOT, SAMPLES

import visiongait
from visiongait.pose import ReplayBackend

BLOCKS = re.findall(
    r"^```python\n(.*?)^```$",
    (ROOT / "docs" / "from-python.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
LANDMARKS = {"september.mp4": "course_baseline", "december.mp4": "course_month2"}


@pytest.fixture
def recordings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mpl.use("Agg")
    measure = visiongait.analyse
    for name in LANDMARKS:
        shutil.copy(SAMPLES / "d01_normal_sagittal.mp4", tmp_path / name)

    def analyse(path, **options):
        saved = ROOT / "tests" / "change" / "course" / f"{LANDMARKS[path]}.npz"
        return measure(path, backend=ReplayBackend(saved), **options)

    monkeypatch.setattr(visiongait, "analyse", analyse)


def test_the_page_runs_from_top_to_bottom(recordings, tmp_path, capsys):
    session = {}
    for block in BLOCKS:
        exec(compile(block, "docs/from-python.md", "exec"), session)
    said = capsys.readouterr().out
    assert "1 correction;" in said
    assert "results/october does not exist" in said
    assert session["result"].corrections == ()
    assert (tmp_path / "ankle.png").stat().st_size > 5000
    assert "P01" in session["page"]
    taller, plain = (
        session[name].estimates["stride_length_m", "both"].value for name in ("taller", "result")
    )
    assert taller / plain == pytest.approx(1.75 / 1.72)
