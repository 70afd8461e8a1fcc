"""A real browser, and a real desk in a process of its own."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

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


class Watched:
    """A page, and what went wrong in it: messages of its console, and hosts that it asked."""

    def __init__(self, browser: Any, **settings: Any) -> None:
        self.page = browser.new_context(locale="en-GB", **settings).new_page()
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        self.page.on("request", lambda asked: self.hosts.add(HOST.match(asked.url)[0]))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        lost = message.text.startswith("htmx:") or "net::ERR_CONNECTION" in message.text
        if message.type == "error" and not lost:
            self.faults.append(message.text)
