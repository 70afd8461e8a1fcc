"""How long the cores worked on networks."""

import math
import threading
import time

import pytest

from visiongait.pose import core_time

pytestmark = pytest.mark.skipif(
    math.isnan(core_time.network_core_s()), reason="this system tells no thread's time"
)

WORK_S = 0.2
CLOSE_S = 0.06
"""The system counts in hundredths of a second."""


class Worker:
    """A thread that works when it is asked to, as a runtime's do."""

    def __init__(self, work):
        self._work, self._go, self.done, self._end = (
            work,
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        self._go.wait()
        self._work()
        self.done.set()
        self._end.wait()

    def work(self):
        """Let it work, and stay alive: the time of a thread that has ended is nowhere told."""
        self._go.set()
        self.done.wait()

    def end(self):
        self._end.set()
        self._thread.join()


def busy(seconds=WORK_S):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def counted_s(worker):
    before_s = core_time.network_core_s()
    worker.work()
    after_s = core_time.network_core_s()
    worker.end()
    return after_s - before_s


def test_threads_started_while_watched_are_counted():
    with core_time.watched():
        worker = Worker(busy)
    assert counted_s(worker) == pytest.approx(WORK_S, abs=CLOSE_S)


def test_all_others_are_not():
    worker = Worker(busy)
    assert counted_s(worker) < CLOSE_S


def test_the_thread_that_watches_keeps_its_name():
    name = core_time._OWN_NAME.read_text()
    with pytest.raises(RuntimeError), core_time.watched():
        raise RuntimeError
    assert core_time._OWN_NAME.read_text() == name


def test_what_is_left_out_is_not_counted():
    def work():
        busy()
        with core_time.left_out():
            busy()

    with core_time.watched():
        worker = Worker(work)
    assert counted_s(worker) == pytest.approx(WORK_S, abs=CLOSE_S)


def test_where_no_thread_s_time_is_told_nothing_is_claimed(monkeypatch, tmp_path):
    monkeypatch.setattr(core_time, "_OWN_NAME", tmp_path / "missing")
    with core_time.watched():
        pass
    assert math.isnan(core_time.network_core_s())
