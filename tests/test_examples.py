"""Every example runs, and draws."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("plot_*.py"))
RUN = """
import runpy, sys
from matplotlib import pyplot as plt
runpy.run_path(sys.argv[1], run_name="__main__")
assert plt.get_fignums(), "nothing was drawn"
"""


@pytest.mark.network
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_draws(example, tmp_path_factory, heavy_weights):
    work = tmp_path_factory.getbasetemp() / "examples"  # later examples read the results of earlier ones
    work.mkdir(exist_ok=True)
    paths = os.pathsep.join([str(example.parent), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(example)],
        cwd=work,
        env=os.environ | {"MPLBACKEND": "Agg", "TMPDIR": str(work), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_site_lists_every_page():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} - {"index"}
    assert pages <= set(index), "docs/index.md lacks pages"
