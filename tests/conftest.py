"""What tests of every room share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("busy computer", deadline=None)
settings.load_profile("busy computer")

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "videos" / "samples"


def shared_dir() -> Path:
    """The folder of lab clips, real walks and mocap recordings; it lies beside a developer's checkout."""
    return ROOT.parent / "shared"


def shared(path: str) -> Path:
    """A file of the shared folder; the test is skipped where the folder is absent."""
    found = shared_dir() / path
    if not found.exists():
        pytest.skip(f"needs ../shared/{path}, which is not on this computer")
    return found


@pytest.fixture(scope="session")
def heavy_weights() -> Path:
    """The default pose network; tests that need it are skipped where it cannot be had."""
    from visiongait.errors import WeightsError
    from visiongait.pose import weights

    try:
        return weights.fetch("heavy", lambda stage, done, total: None)
    except WeightsError as fault:
        pytest.skip(f"needs the weights of heavy: {fault.message}")
