"""One network for all recordings of a command."""

import pytest

from visiongait import pose
from visiongait.cli.network import SharedNetwork
from visiongait.datatypes.progress import silent
from visiongait.errors import WeightsError


@pytest.fixture
def made(monkeypatch):
    """What was asked for, each answered by a new object."""
    asked = []

    def make_backend(model, *, quality, progress):
        del progress
        asked.append((model, quality))
        return object()

    monkeypatch.setattr(pose, "make_backend", make_backend)
    return asked


def test_it_is_made_once_however_often_it_is_begun_and_taken(made):
    network = SharedNetwork("full", "best", recordings=3)
    for _ in range(2):
        network.begin(silent)
    taken = [network.take() for _ in range(3)]
    assert len(set(map(id, taken))) == 1
    assert made == [("full", "best")]


def test_after_the_last_recording_it_is_forgotten(made):
    network = SharedNetwork(recordings=1)
    network.begin(silent)
    first = network.take()
    network.begin(silent)  # somebody needs another after all
    assert network.take() is not first
    assert len(made) == 2


def test_its_faults_are_told_to_whoever_takes_it(monkeypatch):
    def make_backend(*_, **__):
        raise WeightsError("The weights are not to be had.")

    monkeypatch.setattr(pose, "make_backend", make_backend)
    network = SharedNetwork()
    network.begin(silent)
    with pytest.raises(WeightsError, match="not to be had"):
        network.take()
