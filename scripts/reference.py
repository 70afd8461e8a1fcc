"""Write docs/cli.md from the commands' own --help, and the table of metrics in docs/numbers.md from their registry.

With --check: say whether they are up to date.
"""

import re
import sys
from collections.abc import Iterator

import click
from checkout import DOCS

from visiongait.cli.commands import cli
from visiongait.metrics import numbers_table

NUMBERS = DOCS / "numbers.md"
BLOCK = re.compile(r"(?<=<!-- metrics: written by scripts/docs -->\n).*?(?=<!-- /metrics -->)", re.DOTALL)

PAGE = DOCS / "cli.md"
HEAD = "# The commands\n\nMade by `scripts/docs` from the commands' own `--help`; edit nothing here.\n"


def sections(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    context = click.Context(command, parent, info_name=name, terminal_width=100, **command.context_settings)
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            yield from sections(command.commands[child], context, child)


def main() -> int:
    page = "\n".join([HEAD, *sections(cli, None, "visiongait")])
    before = NUMBERS.read_text(encoding="utf-8")
    numbers = BLOCK.sub(lambda _: numbers_table(), before)
    if "--check" in sys.argv:
        return 0 if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page and numbers == before else 1
    PAGE.write_text(page, encoding="utf-8")
    NUMBERS.write_text(numbers, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
