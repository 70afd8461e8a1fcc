"""A temporary PostgreSQL server on a free loopback port, as an ordinary user: PostgreSQL refuses root."""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

NOBODY = "nobody"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps them off the search path."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


class Server:
    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        self._folder = Path(tempfile.mkdtemp(prefix="visiongait-postgres-"))
        self._numbers = itertools.count(1)
        self._user = NOBODY if os.getuid() == 0 else None
        if self._user:
            shutil.chown(self._folder, self._user)
        self._data = self._folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", "clinic", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql://clinic@127.0.0.1:{self.port}/{database}"

    def empty_database(self) -> str:
        """Make a database and return its address."""
        import psycopg

        name = f"clinic{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-o", options, "-w", "start")

    def kill(self) -> None:
        """Kill the server as a power cut would: no word of warning."""
        os.kill(int((self._data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def recover(self) -> None:
        """Start again after `kill`, as soon as the last of its processes has noticed."""
        for _ in range(40):
            with contextlib.suppress(subprocess.CalledProcessError):
                return self.start()
            time.sleep(0.25)
        raise TimeoutError("the server does not start again")

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [self._bin / program, *map(str, arguments)]
        subprocess.run(command, user=self._user, cwd=self._folder, check=True, **quiet)
