"""Fixtures of the room (named as a plugin by its tests): a small cluster, and archives of words."""

import os

import pytest
from batch_helpers import WORKER
from conftest import ROOT

from visiongait.batch.run import BatchSettings


@pytest.fixture(scope="session")
def stand_in_found():
    """Processes that tests start must find the package `benchmarks`, and what these tests share."""
    before = os.environ.get("PYTHONPATH")
    found = [str(ROOT / "scripts"), str(ROOT / "tests" / "batch"), *([before] if before else [])]
    os.environ["PYTHONPATH"] = os.pathsep.join(found)
    yield
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="session")
def scheduler(stand_in_found):
    """The address of a cluster with one worker process."""
    from visiongait.batch import cluster

    with cluster.connected(None, 1) as client:
        yield client.scheduler.address


@pytest.fixture
def archive(tmp_path):
    """Make a folder of recordings: name and words."""

    def make(**words):
        folder = tmp_path / "archive"
        for name, text in words.items():
            path = folder / f"{name.replace('__', '/')}.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return folder

    return make


@pytest.fixture
def settings(scheduler, tmp_path):
    """Make the settings of a batch on the cluster."""

    def make(*sources, **others):
        chosen = {"out": str(tmp_path / "out"), "worker": WORKER, "scheduler": scheduler} | others
        return BatchSettings(sources=[str(source) for source in sources], **chosen)

    return make
