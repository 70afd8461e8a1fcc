"""Working ahead in a thread of its own, by a few pictures only: what the networks take to look for people."""

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

_AHEAD = 8
_PATIENCE_S = 0.1

Item = TypeVar("Item")


def ahead(items: Iterable[Item], most: int = _AHEAD) -> Iterator[Item]:
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
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        worker.join()
