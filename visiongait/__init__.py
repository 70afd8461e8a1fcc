"""VisionGait: ankle and gait numbers from a phone video of a walk."""

from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .datatypes.assessment import Assessment
    from .pipeline import analyse

__all__ = ["Assessment", "__version__", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the heavy parts only when asked for, so that `import visiongait` stays cheap."""
    if name == "analyse":
        from .pipeline import analyse

        return analyse
    if name == "Assessment":
        from .datatypes.assessment import Assessment

        return Assessment
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
