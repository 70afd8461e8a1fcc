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
        For each module of the room, the names that it gives the door; its own name stands for the module.
        The same names are imported under `TYPE_CHECKING` in the room's `__init__`, so that type checkers and
        readers know them; what this returns is hidden from type checkers, which would take any name for one.

    Examples
    --------
    >>> if not TYPE_CHECKING:
    ...     __getattr__ = lazy_exports(__name__, {"sink": ["VideoSink"], "source": ["open_video"]})
    """
    module_of = {name: module for module, names in names_of.items() for name in names}

    def import_on_first_use(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module = import_module(f"{room}.{module_of[name]}")
        return module if name == module_of[name] else getattr(module, name)

    return import_on_first_use
