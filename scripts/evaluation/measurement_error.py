"""Copy the limits of agreement of docs/validity.md into visiongait/change/limits_of_agreement.toml.

    scripts/measurement_error

To be run after scripts/validity, so that `visiongait progress` works with the errors last measured.
"""

import re

from checkout import DOCS, ROOT

PAGE = DOCS / "validity.md"
TABLE = ROOT / "visiongait" / "change" / "limits_of_agreement.toml"
NUMBER = r"([-+]?[\d.]+)"
ROW = re.compile(rf"^\| `(\w+)` \| \d+ \| {NUMBER} \| {NUMBER} \| {NUMBER} \|", re.MULTILINE)
HEAD = """\
# Lower and upper 95 % limits of measured minus true, in the metric's unit: the error of the mean of a leg's strides.
# Made from the table "Limits of agreement" of docs/validity.md by scripts/measurement_error; edit nothing here.

"""


def main() -> None:
    page = PAGE.read_text(encoding="utf-8").split("## Limits of agreement")[1].split("\n## ")[0]
    rows = [f"{name} = [{float(low):.3f}, {float(high):.3f}]\n" for name, _, low, high in ROW.findall(page)]
    if not rows:
        raise SystemExit(f"{PAGE} holds no limits of agreement")
    TABLE.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
