"""A desk in a folder of the test's own, with a stand-in for who measures; asked without a network."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from visiongait.web.access import Actor
from visiongait.web.app import Site, make_app
from visiongait.web.desk import Desk, Services
from visiongait.web.security import OwnPagesOnly
from visiongait.web.serving import services_of
from visiongait.web.workspace import open_workspace

HOST = "127.0.0.1:7000"
STAND_IN = "stand_in:StandIn"
OWNER = Actor("owner")
PATHS = os.environ.get("PYTHONPATH", "")


@contextmanager
def made_services(folder: Path, work: str = STAND_IN) -> Iterator[Services]:
    """A workspace's services, where a stand-in measures."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *filter(None, [PATHS])])
    with services_of(open_workspace(folder), work=work) as services:
        yield services


def desk_of(services: Services) -> Desk:
    return Desk(services, OWNER)


class Browser:
    """Sends requests to the application as a browser on this computer does."""

    def __init__(self, services: Services, kind: str = "desk") -> None:
        self.litestar = make_app(services, Site(kind, 7000))
        self._app = OwnPagesOnly(self.litestar, (HOST,))
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        return asyncio.run(self._send(method, path, headers or {}, content))

    async def _send(
        self, method: str, path: str, headers: dict[str, str], content: dict[str, Any]
    ) -> httpx.Response:
        token = self.cookies.get("csrf_desk_7000", "")
        given = {"Host": HOST, "X-CSRFToken": token, **headers}
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"http://{HOST}", cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, headers=given, **content)
        self.cookies |= dict(answer.cookies)
        return answer

    def get(self, path: str, **content: Any) -> httpx.Response:
        return self.send("GET", path, **content)

    def post(self, path: str, **content: Any) -> httpx.Response:
        return self.send("POST", path, **content)
