"""How long work tells the one who waits for it."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called as `progress(stage, done, total)`; total is None while it is unknown."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""
