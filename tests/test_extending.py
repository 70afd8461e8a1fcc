"""docs/extending.md: every section is carried out in a copy of the program.

A fenced block says in its first line what is done with it:

```python file=visiongait/events/jumps2020.py        a new file
```python append=visiongait/metrics/names.py         at the end of a file
```python insert=visiongait/a.py after="LINE"        after the first line that holds this text
```python run                                        run, with the copy first on the path

Blocks of other languages may have `file=`, `append=` and `insert=` too; blocks without any of these are only
read.  Sections (`## …`) do not see each other's changes.
"""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT

PAGE = ROOT / "docs" / "extending.md"
FENCE = re.compile(r"^```(\w+ [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Block:
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def sections_of(page: str) -> dict[str, list[Block]]:
    """Blocks that do something, by the title of their section."""
    sections = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        blocks = []
        for line, text in FENCE.findall(part):
            words = [word.partition("=") for word in shlex.split(line)[1:]]
            blocks.append(Block(text, {name: value for name, _, value in words}))
        if blocks:
            sections[part.splitlines()[0]] = blocks
    return sections


def copy_of_the_program(folder: Path) -> Path:
    for name in ("visiongait", "models"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "videos").symlink_to(ROOT / "videos")
    return folder


def carry_out(block: Block, copy: Path) -> None:
    given = block.attributes
    if "run" in given:
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(copy)!r})\n{block.text}"],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return
    path = copy / next(given[name] for name in ("file", "append", "insert") if name in given)
    assert path.resolve().is_relative_to(copy.resolve())
    if "file" in given:
        assert not path.exists(), f"{given['file']} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif "append" in given:
        path.write_text(path.read_text(encoding="utf-8") + "\n\n" + block.text, encoding="utf-8")
    else:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        row = next((k for k, line in enumerate(lines) if given["after"] in line), None)
        assert row is not None, f"{given['insert']} has no line with {given['after']!r}"
        path.write_text("".join([*lines[: row + 1], block.text, *lines[row + 1 :]]), encoding="utf-8")


SECTIONS = sections_of(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}


@pytest.mark.parametrize("section", SECTIONS)
def test_an_extension_works_as_the_page_says(section, tmp_path):
    copy = copy_of_the_program(tmp_path)
    for block in SECTIONS[section]:
        carry_out(block, copy)


def test_blocks_are_carried_out_in_a_copy(tmp_path):
    page = """# Extending
## A number
```python file=visiongait/answer.py
ANSWER = 41
```
```python append=visiongait/answer.py
ANSWER += 1
```
```python insert=visiongait/answer.py after="ANSWER = 41"
QUESTION = ANSWER
```
```python run
from visiongait.answer import ANSWER, QUESTION
assert (QUESTION, ANSWER) == (41, 42)
```
```python
only = "read"
```
## Words
Nothing to do.
"""
    sections = sections_of(page)
    assert list(sections) == ["A number"]
    assert len(sections["A number"]) == 4
    copy = copy_of_the_program(tmp_path)
    for block in sections["A number"]:
        carry_out(block, copy)
    assert not (ROOT / "visiongait" / "answer.py").exists()
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        carry_out(Block("1 / 0", {"run": ""}), copy)
