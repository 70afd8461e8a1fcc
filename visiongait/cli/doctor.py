"""`visiongait doctor` and `validate`: what works on this computer, and how accurate it is."""

import ctypes
import importlib
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from .equipment import Check, equipment, tried
from .session import debug_option

PACKAGES = {
    "av": "reading and writing videos",
    "distributed": "batches on several processes",
    "fsspec": "batches in shares and stores",
    "matplotlib": "curves and fonts",
    "mediapipe": "the pose network",
    "numpy": "all numbers",
    "opencv-contrib-python": "movement of the camera",
    "openpyxl": "Excel files",
    "openvino": "a several times faster pose network",
    "pandas": "tables",
    "pandera": "manifests of batches",
    "psutil": "limits of batches",
    "pyarrow": "tables of batches",
    "scipy": "filters and intervals",
    "sqlalchemy": "the record of sessions",
    "typst": "PDFs",
}
"""What the plain install brings, and what it is for."""
EXTRAS = {
    "s3fs": ("batch", "batches in object stores (s3://…)"),
    "ezc3d": ("exports", "export to C3D"),
    "fhir-resources": ("exports", "export to FHIR"),
    "sounddevice": ("live", "cues of the live view"),
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

DECODERS = {"h264": "most phones", "hevc": "newer iPhones", "vp9": "browsers", "av1": "newer phones"}


@click.command()
@debug_option
def doctor() -> int:
    """Check what works on this computer; exit code 0 if `visiongait analyze` will."""
    works = True
    for check in _checks():
        works = works and (check.ok or not check.needed)
        purpose = f" (for {check.purpose})" if check.purpose else ""
        click.echo(f"{'ok' if check.ok else check.absent:<8} {check.what:<22} {check.found}{purpose}")
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
    yield from (_package(name, purpose) for name, purpose in PACKAGES.items())
    if sys.platform == "linux":
        yield from (_library(name, package) for name, package in LIBRARIES.items())
    yield from map(_loads, ("cv2", "mediapipe"))
    yield from (_codec(name, "r", f"videos of {whose}") for name, whose in DECODERS.items())
    yield _codec("libx264", "w", "annotated videos")
    yield _weights()
    yield from (_extra(package, *of) for package, of in EXTRAS.items())
    yield from equipment()


def _package(name: str, purpose: str) -> Check:
    needed = name != "openvino"
    try:
        return Check(name, True, version(name), needed=needed, purpose=purpose)
    except PackageNotFoundError:
        return Check(name, False, "", f"pip install {name}", needed, purpose=purpose)


def _extra(package: str, extra: str, purpose: str) -> Check:
    try:
        return Check(package, True, version(package), needed=False, purpose=purpose)
    except PackageNotFoundError:
        remedy = f"pip install 'visiongait[{extra}]'"
        return Check(package, False, "not installed", remedy, needed=False, absent="extra", purpose=purpose)


def _library(name: str, package: str) -> Check:
    remedy = f"apt-get install {package} (Debian, Ubuntu)"
    return tried(name, lambda: str(ctypes.CDLL(name)._name), remedy, "the pose network")


def _loads(module: str) -> Check:
    return tried(
        f"import {module}", lambda: str(importlib.import_module(module).__version__), "See above.", "analyses"
    )


def _codec(name: str, mode: str, purpose: str) -> Check:
    def found() -> str:
        from av.codec import Codec

        return Codec(name, "w" if mode == "w" else "r").long_name

    what = f"{'write' if mode == 'w' else 'read'} {name}"
    return tried(what, found, "pip install --force-reinstall av", purpose)


def _weights() -> Check:
    from ..pose import weights

    here = weights.verify("heavy")
    remedy = "visiongait models fetch (or the first analysis fetches them)"
    folder = str(weights.weights_folder())
    return Check("weights (heavy)", here, folder, remedy, needed=False, purpose="the pose network")


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
