"""A real browser, and a real desk in a process of its own."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from conftest import ROOT

from visiongait.record import writing
from visiongait.web import tickets
from visiongait.web.app import Site, make_app
from visiongait.web.desk import Services
from visiongait.web.security import OwnPagesOnly
from visiongait.web.serving import hosts_of

CHROMIUM = Path("/usr/bin/chromium")
HOST = re.compile(r"\w+:(//[^/]*)?")


class RunningDesk:
    """`visiongait desk` in a process of its own."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "visiongait",
            "desk",
            "--workspace",
            str(self._workspace),
            "--no-browser",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.address = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        said = self.process.communicate(timeout=20)[1]
        return self.process.returncode, said


@contextmanager
def running_desk(workspace: Path) -> Iterator[RunningDesk]:
    desk = RunningDesk(workspace)
    try:
        yield desk
    finally:
        if desk.process.poll() is None:
            desk.kill()


@contextmanager
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def served(services: Services) -> Iterator[str]:
    """Serve the desk in a thread; the address at which it is entered."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = OwnPagesOnly(make_app(services, Site("desk", port)), hosts_of(port))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=asyncio.run, args=(server.serve(sockets=[listening]),))
    thread.start()
    with writing(services.engine) as connection:
        token = tickets.issue(connection, "desk")
    try:
        yield f"http://127.0.0.1:{port}/enter/{token}"
    finally:
        server.should_exit = True
        thread.join()


AXE = Path(__file__).with_name("axe.min.js")
RULES = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
}).then(found => found.violations.map(one =>
    `${one.impact}: ${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(" | ")}`))"""


def barriers(page: Any) -> list[str]:
    """What axe-core finds wrong in a page for people who see, hear or move otherwise (WCAG 2.2 AA)."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RULES)
    return found


class Watched:
    """A page, and what went wrong in it: messages of its console, and hosts that it asked."""

    def __init__(self, browser: Any, locale: str = "en-GB", **settings: Any) -> None:
        self.page = browser.new_context(locale=locale, **settings).new_page()
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        self.page.on("request", lambda asked: self.hosts.add(HOST.match(asked.url)[0]))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        lost = message.text.startswith("htmx:") or "net::ERR_CONNECTION" in message.text
        if message.type == "error" and not lost:
            self.faults.append(message.text)
