"""What every event detector offers."""

from typing import Protocol

from ..datatypes.walk import GaitEvent, Trajectories


class Detector(Protocol):
    """Finds foot strikes and foot offs of both sides in one pass."""

    name: str

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        """Return the events in time order, between samples; empty where nobody walks."""
        ...
