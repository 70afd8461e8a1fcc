"""Sample recordings: two rendered walks with known truth, and a real walk fetched from a pinned package.

The rendered walks come with the program.  The real one shows people who never agreed to be part of this
project, so it is not in it: it is fetched, on request, from the public package that its makers released.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from .datatypes import Progress
from .errors import InputError, WeightsError
from .system import Package, download, read_member, sha256_of, write_whole

PACKAGED = Path(__file__).parent / "_samples"
CHECKOUT = Path(__file__).parents[1] / "videos" / "samples"


@dataclass(frozen=True)
class Sample:
    """A recording to try the program on: `file` is its name, `about` one line on what it shows."""

    name: str
    file: str
    about: str
    sha256: str
    fetched: bool = False

    @property
    def path(self) -> Path:
        """Where the recording lies, or would lie once it is fetched."""
        if not PACKAGED.is_dir():
            return CHECKOUT / self.file
        folder = user_cache_path("visiongait") / "samples" if self.fetched else PACKAGED
        return folder / self.file


NORMAL = Sample(
    "normal",
    "d01_normal_sagittal.mp4",
    "rendered: normal walk from the side, every joint known",
    "03cf6bcf41f20e6bc85ee6af09316fe51eaefa04a0abe809b830c9abb0c442c3",
)
FOOT_DROP = Sample(
    "foot-drop",
    "d03_foot_drop_right.mp4",
    "rendered: the right foot drops in swing",
    "f51c1c483db89d8ab17254c0812431d3a9ec6fef7b87f852a4ef3d927727b3f5",
)
STREET = Sample(
    "street",
    "street_walk.mp4",
    "real: a woman walks past the camera, a man behind her; downloaded on request",
    "d9a66417185647b112304b57093f0c180f37a768e6a14daca75ca541f3b78039",
    fetched=True,
)
SAMPLES = (NORMAL, FOOT_DROP, STREET)

NORMAL_STATURE_M = 1.80
"""Stature, with shoes, of the walker in `NORMAL` (its truth file says 1.7997)."""

_SPORTS2D = Package(
    "pip",
    "sports2d==0.8.34",
    "733b6db70742636ae9c35d870c22bd416582f579abd5881bee93a14bb0e2655d",
    9_138_176,
)
_STREET_MEMBER = "Sports2D/Demo/demo.mp4"


def fetch_street(progress: Progress) -> Path:
    """Return the real street walk, fetched with pip on first use and checked against its pinned sha256.

    Raises
    ------
    InputError
        If the package that carries it cannot be had.
    """
    if _is_whole(STREET):
        return STREET.path
    with tempfile.TemporaryDirectory() as folder:
        try:
            content = read_member(download(_SPORTS2D, Path(folder), progress), _STREET_MEMBER)
        except WeightsError as fault:
            raise InputError(
                f"The sample recording is unavailable: {fault.message}.",
                "Connect to the internet, or run `visiongait demo`, whose recording comes with the program.",
            ) from fault
    STREET.path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(STREET.path, content)
    return STREET.path


def _is_whole(sample: Sample) -> bool:
    return sample.path.is_file() and sha256_of(sample.path) == sample.sha256
