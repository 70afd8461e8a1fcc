"""Filming with the phone: a second, small server in the clinic's own network, open while it is asked for.

It has the phone's page and uploads, and none of the desk's routes; the code on the desk's screen opens it.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import segno
import uvicorn
from litestar.types import ASGIApp
from sqlalchemy import Engine

from ..errors import EnvironmentFaultError
from ..record import writing
from . import tickets
from .security import OwnPagesOnly

OPEN_MIN = 120
"""Minutes after which the server closes by itself: so long may films take to arrive."""

SOMEWHERE = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737); nothing is sent to it, it only makes the system choose a network."""

MakeApp = Callable[[int], ASGIApp]


@dataclass(frozen=True)
class Code:
    """What a phone scans: its address, as text and as a picture, and until when it opens the page."""

    address: str
    picture: str
    minutes: int


class PhoneSite:
    """The phone's server: at most one, for one session."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._timer: threading.Timer | None = None
        self.make_app: MakeApp | None = None

    @property
    def is_open(self) -> bool:
        """Whether phones can reach it."""
        return self._server is not None

    def open(self, session_id: str, host: str | None = None) -> Code:
        """Open it for a session and return the code; an earlier one is closed.

        Raises
        ------
        EnvironmentFaultError
            If this computer is in no network.
        """
        with self._turn:
            self._close()
            host = host or lan_address()
            listening = socket.create_server((host, 0))
            port = int(listening.getsockname()[1])
            self._serve(listening, host, port)
            with writing(self._engine) as connection:
                token = tickets.issue(connection, "phone", about=session_id, minutes=tickets.PHONE_MIN)
        address = f"http://{host}:{port}/film/{token}"
        picture = segno.make(address, error="m").svg_data_uri(scale=7, border=3)
        return Code(address, picture, tickets.PHONE_MIN)

    def close(self) -> None:
        """Close it; its code is then worth nothing."""
        with self._turn:
            self._close()

    def _serve(self, listening: socket.socket, host: str, port: int) -> None:
        assert self.make_app is not None  # the desk has set it before it serves
        app = OwnPagesOnly(self.make_app(port), (f"{host}:{port}",))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        serving = self._server.serve(sockets=[listening])
        self._thread = threading.Thread(target=asyncio.run, args=(serving,), name="phone", daemon=True)
        self._thread.start()
        self._timer = threading.Timer(timedelta(minutes=OPEN_MIN).total_seconds(), self.close)
        self._timer.daemon = True
        self._timer.start()

    def _close(self) -> None:
        if self._server is None or self._thread is None or self._timer is None:
            return
        self._timer.cancel()
        self._server.should_exit = True
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)
        self._server = self._thread = self._timer = None
        with writing(self._engine) as connection:
            tickets.revoke(connection, "phone")


def lan_address() -> str:
    """Return this computer's address in its network.

    Raises
    ------
    EnvironmentFaultError
        If it is in none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(SOMEWHERE)
            address = str(asking.getsockname()[0])
        except OSError:
            address = ""
    if not address or address.startswith("127."):
        raise EnvironmentFaultError(
            "This computer is not in a network, so that no phone can reach it.",
            "Connect it to the same wireless network as the phone.",
        )
    return address


def until() -> str:
    """Return until when a phone that came in now stays in."""
    return (datetime.now(UTC) + timedelta(minutes=OPEN_MIN)).isoformat(timespec="seconds")
