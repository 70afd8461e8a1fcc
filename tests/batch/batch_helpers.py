"""What tests of the room share: a worker that measures words, and who watches."""

from benchmarks.stand_in import WORK

from visiongait.batch.isolation import Limits
from visiongait.batch.run import Watcher
from visiongait.batch.worker import WorkerSettings

WORKER = WorkerSettings(WORK, 1, Limits(time_min=0.05, memory_gb=0.4))


class Noting(Watcher):
    """Notes what it is told."""

    def __init__(self):
        self.measured = []

    def finished(self, one):
        self.measured.append(one.outcome.recording.rpartition("-")[0])


def by_name(done):
    """Outcomes by the name of the recording."""
    return {one.recording.name: one.outcome for one in done.recordings}
