"""Working ahead in a thread of its own, by a few pictures only: what the networks take to look for people."""

import atexit
import queue
import threading
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import TypeVar

_AHEAD = 8
_PATIENCE_S = 0.1

_LONGEST_END_S = 2.0
_at_work: set[tuple[threading.Event, threading.Thread]] = set()

Item = TypeVar("Item")


def ahead(items: Iterable[Item], most: int = _AHEAD) -> Generator[Item]:
    """Yield the same items, made up to `most` ahead of their use; their errors come out here."""
    waiting: queue.Queue[Item | BaseException | None] = queue.Queue(most)
    stop = threading.Event()

    def put(item: Item | BaseException | None) -> None:
        while not stop.is_set():
            with suppress(queue.Full):
                waiting.put(item, timeout=_PATIENCE_S)
                return

    def make() -> None:
        try:
            for item in items:
                put(item)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001 (raised again in the caller's thread)
            put(error)

    worker = threading.Thread(target=make, name="ahead", daemon=True)
    worker.start()
    at_work = stop, worker
    _at_work.add(at_work)
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        worker.join()
        _at_work.discard(at_work)


@atexit.register
def _end() -> None:
    """End what Ctrl-C left at work: Python would cut it off within OpenCV, which brings the program down."""
    for stop, _ in list(_at_work):
        stop.set()
    for _, worker in list(_at_work):
        worker.join(_LONGEST_END_S)
