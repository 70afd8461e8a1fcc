"""The pose network of one command: made once for all its recordings, while everything else is imported."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from ..datatypes import Options, Progress, silent

if TYPE_CHECKING:
    from ..pose import PoseBackend


class Networks:
    """Makes pose backends in a thread of their own, one for each model and quality.

    Parameters
    ----------
    uses
        How often they will be taken in all; then they are forgotten, so that their memory can serve what
        comes after.  None: they are kept.
    """

    def __init__(self, uses: int | None = 1) -> None:
        self._left = uses
        self._making: dict[tuple[str, str], Future[PoseBackend]] = {}

    def begin(self, options: Options, progress: Progress = silent) -> None:
        """Begin to make the one that `options` name, unless it is there; what failed is tried again.

        `progress` is told about the fetching of weights.
        """
        key = options.model, options.quality
        made = self._making.get(key)
        if made is not None and not (made.done() and made.exception()):
            return
        from ..pose import import_runtime

        import_runtime()  # here, so that only one thread imports: Ctrl-C gets lost in locks
        worker = ThreadPoolExecutor(max_workers=1)
        self._making[key] = worker.submit(_made, options, progress)
        worker.shutdown(wait=False)

    def take(self, options: Options, progress: Progress = silent) -> "PoseBackend":
        """Return it for one recording, waiting for it.

        Raises
        ------
        UsageError, WeightsError, EnvironmentFaultError
            As `pose.make_backend`.
        """
        key = options.model, options.quality
        if key not in self._making:
            self.begin(options, progress)
        making = self._making[key]
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._making.clear()
        return making.result()


def _made(options: Options, progress: Progress) -> "PoseBackend":
    from ..pose import make_backend

    return make_backend(options.model, quality=options.quality, progress=progress)
