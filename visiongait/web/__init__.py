"""The clinic desk: film, measure, look, correct and compare in a browser, on the clinician's own computer.

run_desk(DeskOptions, say) serves it until Ctrl-C.  `Desk` is all it can do without HTTP; `make_app` puts that
behind addresses; `DeskWork` runs in processes of its own and is never imported by the web process.
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports

if TYPE_CHECKING:
    from .desk import Desk
    from .serving import DeskOptions, run_desk
    from .workspace import Workspace, open_workspace

__all__ = ["Desk", "DeskOptions", "Workspace", "open_workspace", "run_desk"]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "desk": ("Desk",),
            "serving": ("DeskOptions", "run_desk"),
            "workspace": ("Workspace", "open_workspace"),
        },
    )
