"""VisionGait: ankle and gait numbers from a phone video of a walk."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .api import Result, analyse, analyse_into, load
    from .datatypes.assessment import Assessment
    from .datatypes.options import Options, Outputs, Person

__all__ = [
    "Assessment",
    "Options",
    "Outputs",
    "Person",
    "Result",
    "__version__",
    "analyse",
    "analyse_into",
    "load",
]

_ROOM_OF = {
    "Assessment": "datatypes.assessment",
    "Options": "datatypes.options",
    "Outputs": "datatypes.options",
    "Person": "datatypes.options",
    "Result": "api",
    "analyse": "api",
    "analyse_into": "api",
    "load": "api",
}


def __getattr__(name: str) -> Any:
    """Import the heavy parts only when asked for, so that `import visiongait` stays cheap."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_ROOM_OF[name]}", __name__), name)
