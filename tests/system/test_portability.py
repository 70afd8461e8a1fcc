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


POSIX_USES = {
    "os": {"fork", "forkpty", "getuid", "killpg", "mkfifo", "setsid", "waitpid", "wait4", "chown", "getpgid"},
    "signal": {"SIGKILL", "SIGALRM", "alarm", "setitimer", "pthread_sigmask", "SIGHUP"},
    "select": {"select", "poll", "epoll", "kqueue"},  # on Windows, select takes sockets only
}
LINUX_ONLY = {"visiongait/cli/apart.py"}
"""Entered only where its `possible()` says so: docs/decisions/0022."""


def used(tree):
    """Names of POSIX that a module uses anywhere, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, names = node.value.id, [node.attr]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module, names = node.module, [one.name for one in node.names]
        else:
            continue
        yield from (f"{module}.{name}" for name in names if name in POSIX_USES.get(module, ()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def held():\n    os.fork()", ["os.fork"]),
        ("from select import select", ["select.select"]),
        ("query = select(tables)\nos.kill(1, signal.SIGINT)", []),
    ],
)
def test_what_counts_as_a_use_of_posix(text, names):
    assert list(used(ast.parse(text))) == names


def test_nothing_posix_only_is_used_but_where_linux_is_asked_for():
    sources = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "visiongait").rglob("*.py")}
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sources.items()}
    found = {name: list(used(tree)) for name, tree in trees.items()}
    assert {name for name, uses in found.items() if uses} == LINUX_ONLY


def test_processes_are_copied_on_linux_only(monkeypatch):
    from visiongait.cli import apart

    monkeypatch.setattr("sys.platform", "win32")
    assert not apart.possible()
