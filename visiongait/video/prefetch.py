"""Decoding ahead in a thread of its own, by a few frames only: what the networks take to look for people."""

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress

from ..datatypes.video import Frame

_AHEAD = 8
_PATIENCE_S = 0.1


def ahead(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Yield the same frames, decoded up to eight ahead of their use; errors of the decoder come out here."""
    waiting: queue.Queue[Frame | BaseException | None] = queue.Queue(_AHEAD)
    stop = threading.Event()

    def put(item: Frame | BaseException | None) -> None:
        while not stop.is_set():
            with suppress(queue.Full):
                waiting.put(item, timeout=_PATIENCE_S)
                return

    def decode() -> None:
        try:
            for frame in frames:
                put(frame)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001 (raised again in the caller's thread)
            put(error)

    worker = threading.Thread(target=decode, name="decode", daemon=True)
    worker.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        worker.join()
