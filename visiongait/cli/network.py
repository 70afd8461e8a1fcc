"""The pose network of one command: made once for all its recordings, while everything else is imported."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
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
    recordings
        How often it will be taken; then it is forgotten, so that its memory can serve what comes after.
    """

    def __init__(self, model: str = "heavy", quality: Any = "standard", recordings: int = 1) -> None:
        self._model, self._quality = model, quality
        self._left = recordings
        self._making: Future[PoseBackend] | None = None

    def begin(self, progress: Progress) -> None:
        """Begin to make it, unless that was done; `progress` is told about the fetching of weights."""
        if self._making is None:
            with suppress(ImportError):  # here, so that only one thread imports: Ctrl-C gets lost in locks
                from ..pose import two_pass  # noqa: F401
            worker = ThreadPoolExecutor(max_workers=1)
            self._making = worker.submit(self._made, progress)
            worker.shutdown(wait=False)

    def take(self) -> "PoseBackend":
        """Return it for one recording, waiting for it.

        Raises
        ------
        UsageError, WeightsError, EnvironmentFaultError
            As `pose.make_backend`.
        """
        making = self._making
        assert making is not None  # begun before
        self._left -= 1
        if self._left <= 0:
            self._making = None
        return making.result()

    def _made(self, progress: Progress) -> "PoseBackend":
        from ..pose import make_backend

        return make_backend(self._model, quality=self._quality, progress=progress)
