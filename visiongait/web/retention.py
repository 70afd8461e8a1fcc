"""How long videos are kept: once the clinic's days are over they are deleted, and their results stay."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ..record import reading, writing
from . import recordings
from .settings import read_settings
from .workspace import Workspace

LOOK_EVERY_S = 3600.0


def sweep(workspace: Workspace, engine: Engine, now: datetime) -> int:
    """Delete the videos that were kept long enough; return how many.

    Only of recordings that were measured: what waits or failed still needs its video.
    """
    with reading(engine) as connection:
        days = read_settings(connection).keep_video_days
        measured = recordings.in_state(connection, "done", "withheld") if days is not None else []
    if days is None:
        return 0
    limit = (now - timedelta(days=days)).isoformat(timespec="seconds")
    old = [one for one in measured if one.video_kept and one.created_utc < limit]
    for one in old:
        with writing(engine) as connection:
            recordings.change(connection, one.id, video_kept=False)
        workspace.delete_video(one.id, one.suffix)
    return len(old)


class Retention:
    """Sweeps now and then, in a thread of its own."""

    def __init__(self, workspace: Workspace, engine: Engine) -> None:
        self._sweep: Callable[[], int] = lambda: sweep(workspace, engine, datetime.now(UTC))
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="retention", daemon=True).start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()

    def _run(self) -> None:
        while True:
            self._sweep()
            if self._stopping.wait(LOOK_EVERY_S):
                return
