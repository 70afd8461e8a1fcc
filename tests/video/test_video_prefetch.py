"""Decoding ahead."""

import threading
import time

import numpy as np
import pytest

from visiongait.datatypes import Frame
from visiongait.video.prefetch import ahead


def frames(n, made=None):
    for i in range(n):
        if made is not None:
            made.append(i)
        yield Frame(i, i / 30, np.zeros((2, 2, 3), np.uint8))


def test_every_frame_comes_once_in_order():
    assert [f.index for f in ahead(frames(50))] == list(range(50))
    assert list(ahead(frames(0))) == []


def test_only_a_few_frames_wait():
    made = []
    reader = ahead(frames(1000, made))
    next(reader)
    time.sleep(0.2)
    assert len(made) <= 11
    reader.close()


def test_a_decoders_error_comes_out_after_its_frames():
    def damaged():
        yield from frames(3)
        raise OSError("damaged")

    seen = []
    with pytest.raises(OSError, match="damaged"):
        seen.extend(f.index for f in ahead(damaged()))


def test_stopping_early_ends_the_thread():
    before = threading.active_count()
    for frame in ahead(frames(1000)):
        if frame.index == 3:
            break
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before
