"""One network for all recordings of a command."""

import pytest

from visiongait import pose
from visiongait.api import Networks
from visiongait.datatypes import Options
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
    networks, options = Networks(uses=3), Options(model="full", quality="best")
    for _ in range(2):
        networks.begin(options)
    taken = [networks.take(options) for _ in range(3)]
    assert len(set(map(id, taken))) == 1
    assert made == [("full", "best")]


def test_after_the_last_recording_it_is_forgotten(made):
    networks = Networks(uses=1)
    networks.begin(Options())
    first = networks.take(Options())
    networks.begin(Options())  # somebody needs another after all
    assert networks.take(Options()) is not first
    assert len(made) == 2


def test_its_faults_are_told_to_whoever_takes_it(monkeypatch):
    def make_backend(*_, **__):
        raise WeightsError("The weights are not to be had.")

    monkeypatch.setattr(pose, "make_backend", make_backend)
    networks = Networks()
    networks.begin(Options())
    with pytest.raises(WeightsError, match="not to be had"):
        networks.take(Options())
