"""The pose network of one command: made once for all its recordings, while everything else is imported."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ..datatypes.progress import Progress

if TYPE_CHECKING:
    from ..pose import PoseBackend


class SharedNetwork:
    """Makes a pose backend in a thread of its own.

    Parameters
    ----------
    model, quality
        As for `pose.make_backend`.
    """

    def __init__(self, model: str = "heavy", quality: Any = "standard") -> None:
        self._model, self._quality = model, quality
        self._making: Future[PoseBackend] | None = None

    def begin(self, progress: Progress) -> None:
        """Begin to make it, unless that was done; `progress` is told about the fetching of weights."""
        if self._making is None:
            worker = ThreadPoolExecutor(max_workers=1)
            self._making = worker.submit(self._made, progress)
            worker.shutdown(wait=False)

    def ready(self) -> "PoseBackend":
        """Return it, waiting for it.

        Raises
        ------
        UsageError, WeightsError, EnvironmentFaultError
            As `pose.make_backend`.
        """
        assert self._making is not None  # begun before
        return self._making.result()

    def _made(self, progress: Progress) -> "PoseBackend":
        from ..pose import make_backend

        return make_backend(self._model, quality=self._quality, progress=progress)
