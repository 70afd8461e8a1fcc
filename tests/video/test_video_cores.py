"""How many threads decode a recording."""

import pytest
from made_video import pictures, record

from visiongait.system import working_threads
from visiongait.video.container import open_container
from visiongait.video.cores import decoding_threads


@pytest.mark.parametrize(
    ("cores", "size", "threads"),
    [
        (1, (1920, 1080), 1),
        (1, (3840, 2160), 1),
        (2, (1280, 720), 1),
        (2, (1080, 1920), 1),
        (2, (3840, 2160), 2),
        (16, (1920, 1080), 8),
    ],
)
def test_no_more_threads_than_keep_up(monkeypatch, cores, size, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", str(cores))
    assert decoding_threads(*size) == threads


@pytest.mark.parametrize("told", ["", "0", "many"])
def test_every_core_unless_told_otherwise(monkeypatch, told):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    every = working_threads()
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert working_threads() == every >= 1


def test_the_decoder_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "6")
    container, stream = open_container(record(tmp_path / "a.mp4", pictures(3)))
    with container:
        assert stream.codec_context.thread_count == 3
