"""DejaVu's letters, which come with matplotlib; they are found without the second that its import takes."""

from importlib.util import find_spec
from pathlib import Path


def font_folder() -> Path:
    """Return the folder of the TrueType files."""
    package = find_spec("matplotlib")
    assert package is not None  # a dependency
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
