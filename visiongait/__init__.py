"""VisionGait: ankle and gait numbers from a phone video of a walk."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .system import lazy_exports
from .version import __version__

if TYPE_CHECKING:
    from . import plotting
    from .api import Landmarks, Result, amend, analyse, analyse_into, landmarks_from, load, redo, undo, undone
    from .assessments import clinical_tests
    from .datatypes import Amendment, Assessment, Options, Outputs, Person

__all__ = [
    "Amendment",
    "Assessment",
    "Landmarks",
    "Options",
    "Outputs",
    "Person",
    "Result",
    "__version__",
    "amend",
    "analyse",
    "analyse_into",
    "clinical_tests",
    "landmarks_from",
    "load",
    "plotting",
    "redo",
    "undo",
    "undone",
]

_lazy = lazy_exports(
    __name__,
    {
        "api": [
            "Landmarks",
            "Result",
            "amend",
            "analyse",
            "analyse_into",
            "landmarks_from",
            "load",
            "redo",
            "undo",
            "undone",
        ],
        "assessments": ["clinical_tests"],
        "datatypes": ["Amendment", "Assessment", "Options", "Outputs", "Person"],
    },
)


def __getattr__(name: str) -> Any:
    """Import the heavy parts only when asked for, so that `import visiongait` stays cheap."""
    return import_module(".plotting", __name__) if name == "plotting" else _lazy(name)
