"""The program can be imported where the system is no Linux: what only POSIX has is imported when used."""

import ast

import pytest
from conftest import ROOT

POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


def imported_at_once(tree):
    """Modules that are imported when a module is, outside functions and TYPE_CHECKING."""
    for node in tree:
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.If):
            yield from imported_at_once([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            handlers = [line for handler in node.handlers for line in handler.body]
            yield from imported_at_once([*node.body, *handlers, *node.orelse, *node.finalbody])
        elif isinstance(node, ast.With | ast.ClassDef):
            yield from imported_at_once(node.body)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import fcntl.flock, os", ["fcntl", "os"]),
        ("try:\n    from pwd import getpwnam\nexcept ImportError:\n    import a", ["pwd", "a"]),
        ("def held():\n    import fcntl", []),
        ("from . import fcntl", []),
    ],
)
def test_what_counts_as_imported_at_once(text, names):
    assert list(imported_at_once(ast.parse(text).body)) == names


def test_nothing_posix_only_is_imported_at_once():
    modules = (ROOT / "visiongait").rglob("*.py")
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules
        for name in imported_at_once(ast.parse(path.read_text(encoding="utf-8")).body)
        if name in POSIX_ONLY
    }
    assert found == set()
