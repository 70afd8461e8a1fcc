"""The desk as a running program: one per workspace, on this computer only, until Ctrl-C."""

import asyncio
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout
from sqlalchemy import Engine

from ..errors import EnvironmentFaultError
from ..record import writing
from . import tickets
from .app import Site, make_app
from .database import open_database
from .desk import Services
from .helper import Helper
from .phone import PhoneSite
from .queue import WORK, Queue
from .retention import Retention
from .security import OwnPagesOnly
from .uploads import Uploads
from .workspace import Workspace, default_folder, open_workspace

LOOPBACK = "127.0.0.1"
PATIENCE_S = 2
OPEN_AFTER_S = 0.3


@dataclass(frozen=True)
class DeskOptions:
    """How the desk is started: its folder, its port (None: a free one), whether a browser opens."""

    workspace: Path | None = None
    port: int | None = None
    browser: bool = True


def run_desk(options: DeskOptions, say: Callable[[str], None]) -> None:
    """Serve the desk until Ctrl-C, or show the one that is running.

    Parameters
    ----------
    options
        Where and how.
    say
        Called with the address, which holds a token that opens the desk once.

    Raises
    ------
    UsageError, InputError, EnvironmentFaultError
        If the workspace cannot be used, or the port is taken.
    """
    workspace = open_workspace(options.workspace or default_folder())
    try:
        with FileLock(workspace.lock_file, timeout=0):
            _serve(workspace, options, say)
    except Timeout:
        _show_running(workspace, options, say)


def _serve(workspace: Workspace, options: DeskOptions, say: Callable[[str], None]) -> None:
    listening = _listen(options.port, workspace.last_port())
    port = int(listening.getsockname()[1])
    workspace.remember_port(port)
    with services_of(workspace) as services, listening:
        app = OwnPagesOnly(make_app(services, Site("desk", port)), hosts_of(port))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=PATIENCE_S,
            lifespan="on",
        )
        _show(services.engine, port, options, say)
        with suppress(KeyboardInterrupt):
            asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


@contextmanager
def services_of(workspace: Workspace, *, work: str = WORK) -> Iterator[Services]:
    """Give a workspace's services, working; end them afterwards; `work`: who measures, as for `Queue`."""
    engine = open_database(workspace)
    queue = Queue(workspace, engine, work=work)
    uploads = Uploads(workspace, engine)
    helper = Helper(workspace.folder / "logs" / "helper.log", work)
    phone = PhoneSite(engine)
    uploads.resume()
    queue.start()
    retention = Retention(workspace, engine)
    retention.start()
    helper.start()
    try:
        services = Services(workspace, engine, queue, uploads, helper, phone)
        phone.make_app = lambda port: make_app(services, Site("phone", port))
        yield services
    finally:
        retention.stop()
        phone.close()
        helper.stop()
        queue.stop()
        engine.dispose()


def hosts_of(port: int) -> tuple[str, ...]:
    """Return every name under which this computer knows a port of its own."""
    return f"{LOOPBACK}:{port}", f"localhost:{port}"


def _listen(wanted: int | None, last: int | None) -> socket.socket:
    """Return a listening socket: on the port that is wanted, else the last one if it is free, else any."""
    for port in (wanted,) if wanted is not None else (last or 0, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
        except OSError:
            listening.close()
        else:
            listening.listen(128)
            return listening
    raise EnvironmentFaultError(f"Port {wanted} is taken or not allowed.", "Choose another one with --port.")


def _show_running(workspace: Workspace, options: DeskOptions, say: Callable[[str], None]) -> None:
    port = workspace.last_port()
    if port is None:
        raise EnvironmentFaultError("Another desk is just starting in this folder.", "Try again in a moment.")
    _show(open_database(workspace), port, options, say)


def _show(engine: Engine, port: int, options: DeskOptions, say: Callable[[str], None]) -> None:
    """Say the address, with a new token, and open it."""
    with writing(engine) as connection:
        token = tickets.issue(connection, "desk")
    address = f"http://{LOOPBACK}:{port}/enter/{token}"
    say(address)
    if options.browser:
        opening = threading.Timer(OPEN_AFTER_S, webbrowser.open, [address])
        opening.daemon = False  # a second start must not end before the browser has been asked
        opening.start()
