"""Where things lie in a checkout, and beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MODELS = ROOT / "models"
SAMPLES = ROOT / "videos" / "samples"
TREADMILL_WALK = ROOT / "tests" / "benchmarks" / "treadmill_walk.mp4"
SHARED = ROOT.parent / "shared"
"""Lab clips, real walks and marker recordings; only developers have it."""
