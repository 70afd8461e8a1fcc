"""Dask, in the one place that knows it: workers on this computer or on a cluster, and work handed to them."""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import EnvironmentFaultError

if TYPE_CHECKING:
    from distributed import Client

TOPIC = "visiongait-batch"
CONNECT_S = 20
DEATHS_ALLOWED = 3
LEAVE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
"""What a local worker does first: Ctrl-C is for the process that started it, which then ends the workers."""

Result = TypeVar("Result")
Report = Callable[[str, dict[str, Any]], None]
"""Called as `report(worker, message)` with what a worker tells while it works."""


@contextmanager
def connected(scheduler: str | None, workers: int) -> Iterator["Client"]:
    """Give a client of a cluster: the one behind `scheduler`, or one made of `workers` local processes.

    Raises
    ------
    EnvironmentFaultError
        If nobody answers at the scheduler's address.
    """
    import distributed

    with _settings():
        if scheduler is None:
            with _local_cluster(workers) as cluster, distributed.Client(cluster) as client:
                yield client
        else:
            with _client_of(scheduler) as client:
                yield client


def run(
    client: "Client", work: Callable[..., Result], arguments: Sequence[tuple[Any, ...]], report: Report
) -> Iterator[tuple[int, Result | None]]:
    """Do `work(*given)` for every tuple of arguments, on all workers; yield number and result as each comes.

    A worker that dies is replaced and its work given to another one; the result is None where several died
    over the same work.  Left early, the rest is given up.

    Raises
    ------
    VisionGaitError
        What `work` raised, or that the cluster was lost.
    """
    from distributed import as_completed

    call = uuid.uuid4().hex  # on a shared cluster, the same recording may be somebody else's work as well
    client.subscribe_topic(TOPIC, lambda event: report(*event[1]))
    futures = {
        client.submit(work, *given, key=f"{work.__name__}-{call}-{number}", pure=False): number
        for number, given in enumerate(arguments)
    }
    try:
        for future in as_completed(list(futures)):
            yield futures[future], _result(future)
    finally:
        client.unsubscribe_topic(TOPIC)
        client.cancel(list(futures), force=True)


def report(message: dict[str, Any]) -> None:
    """Send a message from inside a worker to who listens."""
    from distributed import get_worker

    worker = get_worker()
    worker.log_event(TOPIC, (str(worker.name), message))


@contextmanager
def _settings() -> Iterator[None]:
    import dask

    with dask.config.set(
        {
            "distributed.scheduler.worker-saturation": 1.0,  # nobody waits behind a long recording
            "distributed.scheduler.allowed-failures": DEATHS_ALLOWED,
            "distributed.comm.timeouts.connect": f"{CONNECT_S}s",
        }
    ):
        yield


def _local_cluster(workers: int) -> Any:
    """Return worker processes that only this computer can reach; memory is watched in `isolation`."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        memory_limit=0,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
        preload=[LEAVE_CTRL_C],
    )


@contextmanager
def _client_of(scheduler: str) -> Iterator["Client"]:
    import distributed

    try:
        client = distributed.Client(scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as fault:
        raise EnvironmentFaultError(
            f"No Dask scheduler answers at {scheduler}.", "Start one with: dask scheduler"
        ) from fault
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as fault:
            raise EnvironmentFaultError(
                f"The Dask scheduler at {scheduler} has no workers.",
                f"Start some with: dask worker {scheduler} --nthreads 1 --nworkers auto",
            ) from fault
        yield client


def _result(future: Any) -> Any:
    from distributed import CancelledError
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None
    except CancelledError as fault:
        raise EnvironmentFaultError(
            "The connection to the Dask cluster was lost.",
            "Restart it and run the same command again; it continues where it stopped.",
        ) from fault
