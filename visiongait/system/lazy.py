"""Rooms whose door is light: what is heavy to import is imported when it is first asked for."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def lazy_exports(room: str, names_of: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a room, which imports the module behind a name on first use.

    Parameters
    ----------
    room
        `__name__` of the room.
    names_of
        For each module of the room, the names that it gives the door.  The same names are imported under
        `TYPE_CHECKING` in the room's `__init__`, so that type checkers and readers know them.

    Examples
    --------
    >>> __getattr__ = lazy_exports(__name__, {"sink": ["VideoSink"], "source": ["VideoSource", "open_video"]})
    """
    module_of = {name: module for module, names in names_of.items() for name in names}

    def import_on_first_use(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{module_of[name]}"), name)

    return import_on_first_use
