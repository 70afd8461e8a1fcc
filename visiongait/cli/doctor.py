"""`visiongait doctor` and `validate`: what works on this computer, and how accurate it is."""

import ctypes
import importlib
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from .session import debug_option

PACKAGES = (
    *("av", "distributed", "fsspec", "mediapipe", "numpy", "opencv-contrib-python", "openvino", "pandas"),
    *("pandera", "psutil", "pyarrow", "scipy"),
)
EXTRAS = {
    "s3fs": ("batch", "batches in object stores (s3://…)"),
    "ezc3d": ("exports", "export to C3D"),
    "openpyxl": ("exports", "export to Excel"),
    "fhir-resources": ("exports", "export to FHIR"),
    "sounddevice": ("live", "sound of the live view"),
    "psycopg": ("postgres", "the record in PostgreSQL"),
}
"""What the plain install leaves out: package, the extra that brings it, and what it is for."""
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""Shared libraries that the wheels of OpenCV and MediaPipe expect on Linux, and Debian's packages of them."""

DECODERS = ("h264", "hevc", "vp9", "av1")
ROOM_NEEDED_GB = 1.0


@dataclass(frozen=True)
class Check:
    """One line of the doctor: `needed` tells whether `analyze` fails without it, `absent` what lacks it."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True
    absent: str = "missing"


@click.command()
@debug_option
def doctor() -> int:
    """Check what works on this computer; exit code 0 if `visiongait analyze` will."""
    works = True
    for check in _checks():
        works = works and (check.ok or not check.needed)
        click.echo(f"{'ok' if check.ok else check.absent:<8} {check.what:<28} {check.found}")
        if not check.ok and check.remedy:
            click.echo(f"{'':<8} → {check.remedy}")
    click.echo(
        "visiongait analyze will work here." if works else "visiongait analyze will not work here yet."
    )
    return 0 if works else 1


def missing_debian_packages() -> list[str]:
    """Return Debian's names of the system libraries that are missing here; `scripts/setup` installs them."""
    if sys.platform != "linux":
        return []
    return [package for name, package in LIBRARIES.items() if not _library(name, package).ok]


def _checks() -> Iterator[Check]:
    yield Check(
        "Python", (3, 11) <= sys.version_info[:2] < (3, 14), platform.python_version(), "Use Python 3.11."
    )
    yield from map(_package, PACKAGES)
    if sys.platform == "linux":
        yield from (_library(name, package) for name, package in LIBRARIES.items())
    yield from map(_loads, ("cv2", "mediapipe"))
    yield from (_codec(name, "r") for name in DECODERS)
    yield _codec("libx264", "w")
    yield _weights()
    yield _room()
    yield from (_extra(package, *of) for package, of in EXTRAS.items())


def _package(name: str) -> Check:
    needed = name != "openvino"
    try:
        return Check(name, True, version(name), needed=needed)
    except PackageNotFoundError:
        remedy = f"pip install {name}" if needed else f"pip install {name} (several times faster)"
        return Check(name, False, "", remedy, needed)


def _extra(package: str, extra: str, purpose: str) -> Check:
    try:
        return Check(package, True, f"{version(package)}, for {purpose}", needed=False)
    except PackageNotFoundError:
        remedy = f"pip install 'visiongait[{extra}]'"
        return Check(
            package, False, f"not installed; needed for {purpose}", remedy, needed=False, absent="extra"
        )


def _library(name: str, package: str) -> Check:
    return _tried(name, lambda: str(ctypes.CDLL(name)._name), f"apt-get install {package} (Debian, Ubuntu)")


def _loads(module: str) -> Check:
    return _tried(f"import {module}", lambda: str(importlib.import_module(module).__version__), "See above.")


def _codec(name: str, mode: str) -> Check:
    def found() -> str:
        from av.codec import Codec

        return Codec(name, "w" if mode == "w" else "r").long_name

    return _tried(f"{'write' if mode == 'w' else 'read'} {name}", found, "pip install --force-reinstall av")


def _weights() -> Check:
    from ..pose import weights

    here = weights.verify("heavy")
    remedy = "visiongait models fetch (or the first analysis fetches them)"
    return Check("weights of the heavy network", here, str(weights.weights_folder()), remedy, needed=False)


def _room() -> Check:
    free_gb = shutil.disk_usage(Path.cwd()).free / 1e9
    return Check(
        "free disk space here", free_gb >= ROOM_NEEDED_GB, f"{free_gb:.0f} GB", "Free some space.", False
    )


def _tried(what: str, attempt: Callable[[], str], remedy: str, needed: bool = True) -> Check:
    """Return the check of something that either works or raises."""
    try:
        return Check(what, True, attempt(), needed=needed)
    except (ImportError, OSError, AttributeError, ValueError) as fault:
        return Check(what, False, str(fault).splitlines()[0], remedy, needed)


@click.command()
@click.argument("clips", metavar="CLIPS", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="validation",
    show_default=True,
    metavar="FOLDER",
    help="Where tables, plots, landmarks and one result folder per clip go.",
)
@click.option(
    "--model",
    default="heavy",
    show_default=True,
    metavar="heavy|full|lite|FILE",
    help="Pose network, as for analyze.",
)
@click.option("--overwrite", is_flag=True, help="Re-analyse clips whose landmarks are already in FOLDER.")
@debug_option
def validate(clips: Path, out: Path, model: str, overwrite: bool) -> None:
    """Analyse every clip with known truth in the folder CLIPS, and report how far the numbers are off.

    A clip NAME.mp4 has its truth in NAME.truth.json beside it.  If stopped, the same command
    continues.
    """
    from ..validation import validate_clips
    from .progress import bars

    with bars() as progress:
        validate_clips(clips, out, model=model, overwrite=overwrite, progress=progress)
    click.echo(f"To read: {out / 'validity.md'} (tables, plots and a result folder per clip are beside it)")
