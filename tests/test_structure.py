"""The house in order: commands of the README, generated pages, lock files, light imports, versions."""

import ast
import importlib
import inspect
import re
import resource
import shlex
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions

import click
import pytest
from conftest import ROOT

from visiongait.cli.commands import cli
from visiongait.cli.doctor import EXTRAS
from visiongait.version import __version__

HEAVY = ("mediapipe", "openvino", "cv2", "av", "pandas", "scipy", "numpy", "jinja2", "rich")
ROOMS = (
    "video", "pose", "cleaning", "kinematics", "events", "metrics", "change", "norms", "findings", "results",
    "drawing", "pages", "record", "system", "causal", "live", "datatypes", "web",
)  # fmt: skip


def tracked(*patterns):
    """Files that git knows, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def in_new_python(code):
    """What a fresh interpreter prints for this code."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def commands_of(page):
    """Lines of the page's sh blocks that call this project."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_commands_of_the_pages_exist(page):
    lines = commands_of(page)
    assert lines
    for line in lines:
        program, *arguments = shlex.split(line)
        if program.startswith("scripts/"):
            assert (ROOT / program).stat().st_mode & 0o100, line
        elif program == "visiongait":
            check_call(cli, arguments, line)


def check_call(command, arguments, line):
    """Subcommands and options of a call exist."""
    options = {name for parameter in command.params for name in parameter.opts}
    for argument in arguments:
        if isinstance(command, click.Group) and argument in command.commands:
            return check_call(command.commands[argument], arguments[arguments.index(argument) + 1 :], line)
        assert not argument.startswith("-") or argument in options, line
    assert not isinstance(command, click.Group), line
    return None


@pytest.mark.parametrize("page", tracked("*.md"), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_command_reference_is_up_to_date():
    done = subprocess.run([ROOT / "scripts" / "docs", "--check"], check=False)
    assert done.returncode == 0, "run scripts/docs"


def test_importing_is_light():
    heavy = in_new_python(f"import sys, visiongait; print([m for m in {HEAVY} if m in sys.modules])")
    assert heavy.strip() == "[]"


def test_the_command_line_is_light():
    heavy = in_new_python(f"import sys, visiongait.cli; print([m for m in {HEAVY} if m in sys.modules])")
    assert heavy.strip() == "[]"


def test_help_answers_in_a_blink():
    """In seconds of computing, so that a busy computer does not matter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "visiongait", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_have_hashes_and_no_addresses(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "-url" not in text
    pins = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_one_wheel_writes_cv2():
    """docs/decisions/0003: two OpenCV wheels would overwrite each other's files."""
    for lock in ("requirements.txt", "requirements-dev.txt"):
        pins = re.findall(r"^opencv[a-z-]*==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        assert pins == ["opencv-contrib-python=="]


def test_no_file_names_a_place_of_a_developers_computer():
    places = ("/" + "work/", "/" + "root/", "/" + "home/", str(ROOT.parent) + "/")
    readable = [path for path in tracked() if path.suffix not in (".mp4", ".jpg", ".png", ".npz")]
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in readable}
    assert [
        str(path.relative_to(ROOT)) for path, text in texts.items() if any(p in text for p in places)
    ] == []


def test_no_recording_of_real_people_is_part_of_the_project():
    names = {path.name for path in tracked("videos")}
    assert names == {
        "README.md",
        *(f"{name}.{kind}" for name in ("d01_normal_sagittal", "d03_foot_drop_right")
          for kind in ("mp4", "truth.json")),
    }  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_is_documented(room):
    door = importlib.import_module(f"visiongait.{room}")
    assert door.__doc__
    offered = {name: getattr(door, name) for name in getattr(door, "__all__", ())}
    made_here = {n: o for n, o in offered.items() if inspect.isclass(o) or inspect.isfunction(o)}
    assert [name for name, thing in made_here.items() if not thing.__doc__] == []


def imports_of_rooms(path):
    """(line, room, module of the room or "", names) of each import from another room."""
    package = ROOT / "visiongait"
    here = path.relative_to(package).with_suffix("").parts
    rooms = {door.parent.name for door in package.glob("*/__init__.py")}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom):
            continue
        target = (node.module or "").split(".") if node.module else []
        if node.level:
            target = [*here[: len(here) - node.level], *target]
        elif target[:1] == ["visiongait"]:
            target = target[1:]
        else:
            continue
        if target and target[0] in rooms and target[0] != here[0]:
            yield node.lineno, target[0], ".".join(target[1:]), [one.name for one in node.names]


def test_other_rooms_come_in_through_the_door():
    """`from ..cleaning import clean`, and only what the door offers."""
    offered = {
        door.parent.name: set(importlib.import_module(f"visiongait.{door.parent.name}").__all__)
        for door in (ROOT / "visiongait").glob("*/__init__.py")
        if door.parent.name != "cli"
    }
    wrong = [
        f"{path.relative_to(ROOT)}:{line} takes {', '.join(names)} from {room}.{module}"
        for path in tracked("visiongait/**/*.py", "visiongait/*.py")
        for line, room, module, names in imports_of_rooms(path)
        if room in offered and (module or not offered[room] >= set(names))
    ]
    assert wrong == []


def test_one_version_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited
    assert __version__ == project["version"] == cited[1]


def test_scripts_without_a_suffix_are_launchers():
    """Code lies in the packages beside them, where style and types are checked."""
    launchers = [path for path in tracked("scripts") if path.parent == ROOT / "scripts" and not path.suffix]
    assert len(launchers) > 10
    for path in launchers:
        assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n"), path.name
        assert path.stat().st_mode & 0o100, path.name


def test_the_wheel_carries_the_samples_and_nobody_real(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert "visiongait/_samples/d01_normal_sagittal.mp4" in names
    assert not [name for name in names if "street" in name]
    assert {str(path.relative_to(ROOT)) for path in tracked("visiongait")} <= set(names)


def imported_packages():
    """Packages that the program imports anywhere, and for each a file that does."""
    found = {}
    for path in (ROOT / "visiongait").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            else:
                continue
            found |= {name.partition(".")[0]: path.name for name in names}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names}


def test_the_plain_install_brings_what_is_imported_and_the_doctor_lists_the_rest():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    words = re.compile(r"[\w-]+")
    core = {words.match(text)[0] for text in project["dependencies"]}
    extras = {
        words.match(text)[0]: extra
        for extra, texts in project["optional-dependencies"].items()
        for text in texts
    }
    assert {package: extra for package, (extra, _) in EXTRAS.items()} == extras
    made_of = packages_distributions()
    for name, path in imported_packages().items():
        if name not in ("visiongait", "dask", "flatbuffers"):  # distributed and mediapipe bring them
            packages = {package.lower().replace(".", "-") for package in made_of[name]}
            assert packages & (core | set(extras)), f"{path} imports {name}"
