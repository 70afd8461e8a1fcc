"""Copy the limits of agreement of docs/validity.md into visiongait/change/measurement_error.py.

    scripts/measurement_error

To be run after scripts/validity, so that `visiongait progress` works with the errors last measured.
"""

import re

from checkout import DOCS, ROOT

PAGE = DOCS / "validity.md"
MODULE = ROOT / "visiongait" / "change" / "measurement_error.py"
NUMBER = r"([-+]?[\d.]+)"
ROW = re.compile(rf"^\| `(\w+)` \| \d+ \| {NUMBER} \| {NUMBER} \| {NUMBER} \|", re.MULTILINE)
TABLE = re.compile(r"LIMITS_OF_AGREEMENT = \{\n.*?\n\}", re.DOTALL)


def main() -> None:
    page = PAGE.read_text(encoding="utf-8").split("## Limits of agreement")[1].split("\n## ")[0]
    rows = [
        f'    "{name}": ({float(low):.3f}, {float(high):.3f}),' for name, _, low, high in ROW.findall(page)
    ]
    if not rows:
        raise SystemExit(f"{PAGE} holds no limits of agreement")
    table = "\n".join(["LIMITS_OF_AGREEMENT = {", *rows, "}"])
    MODULE.write_text(TABLE.sub(table, MODULE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
