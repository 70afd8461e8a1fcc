"""The manifest: a CSV file that lists recordings and what is known of each, every fault told with its row."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from ..datatypes.options import HEIGHT_M, OLDEST_YEARS, SEXES
from ..errors import UsageError
from .places import filesystem_of, is_local, told_as_errors
from .recordings import Recording, name_of, tag_of

TEXTS = ("path", "subject", "session", "direction", "sex", "affected_side", "speed")
NUMBERS = ("height_m", "slowmo", "age_years")
CONDITION = "condition"
SHOWN_FAULTS = 40


def read_manifest(place: str) -> list[Recording]:
    """Return the recordings that a manifest lists; relative paths are told from the manifest's own folder.

    Columns: `path`; and, each of them optional, `subject`, `session`, `height_m`, `direction`, `slowmo`,
    `age_years`, `sex`, `affected_side`, `speed`, `condition` and any `condition_…`.

    Raises
    ------
    UsageError
        If it cannot be read, or has faults: the sentence lists every one of them with its row.
    """
    table = _read(place)
    _check(place, table)
    filesystem, path = filesystem_of(place)
    folder = filesystem.unstrip_protocol(path).rpartition("/")[0]
    with told_as_errors(place):
        return [_recording(row, folder) for row in table.to_dict("records")]


def _read(place: str) -> pd.DataFrame:
    filesystem, path = filesystem_of(place)
    with told_as_errors(place):
        if not filesystem.exists(path):
            raise UsageError(f"There is no manifest {place}.", "Check the spelling and the folder.")
        content = filesystem.open(path, "rb")
    try:
        with content:
            table = pd.read_csv(content, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as fault:
        raise UsageError(
            f"{place} is not a table ({fault}).", "Save it as CSV, UTF-8, with commas."
        ) from fault
    stripped: pd.DataFrame = table.rename(columns=str.strip).apply(lambda column: column.str.strip())
    return stripped


def _check(place: str, table: pd.DataFrame) -> None:
    """Raise one UsageError with every fault of the table."""
    from pandera.errors import SchemaErrors

    try:
        _schema().validate(_with_numbers(table), lazy=True)
    except SchemaErrors as faults:
        told = list(dict.fromkeys(_sentences(faults.failure_cases)))
        more = [f"… and {len(told) - SHOWN_FAULTS} more"] if len(told) > SHOWN_FAULTS else []
        raise UsageError(
            "\n  ".join([f"{place} has {len(told)} faults:", *told[:SHOWN_FAULTS], *more]),
            "Correct them and give the same command again; docs/batch.md lists the columns.",
        ) from faults


def _with_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with numbers where there are to be some; what is no number stays text."""

    def number(text: str) -> Any:
        try:
            return float(text) if text else None
        except ValueError:
            return text

    present = [name for name in NUMBERS if name in table]
    return table.assign(**{name: table[name].map(number).astype(object) for name in present})


def _schema() -> Any:
    import pandera.pandas as pa

    def number(what: str, low: float, high: float) -> Any:
        def believable(value: Any) -> bool:
            return isinstance(value, float) and low < value <= high

        return pa.Column(
            None, pa.Check(believable, element_wise=True, error=what), nullable=True, required=False
        )

    def word(*words: str) -> Any:
        said = f"is one of {', '.join(words)}, or empty"
        return pa.Column(str, pa.Check.isin(["", *words], error=said), required=False)

    text = pa.Column(str, required=False)
    return pa.DataFrameSchema(
        {
            "path": pa.Column(
                str, pa.Check.str_length(min_value=1, error="is the recording's path"), unique=True
            ),
            "subject": text,
            "session": text,
            "speed": text,
            "height_m": number(f"is a stature in metres, {HEIGHT_M[0]} to {HEIGHT_M[1]}", *HEIGHT_M),
            "slowmo": number("is a slow-motion factor above 0, such as 8", 0.0, 1000.0),
            "age_years": number("is an age in years", -1e-9, OLDEST_YEARS),
            "direction": word("left", "right", "both"),
            "affected_side": word("left", "right", "both", "none"),
            "sex": word(*SEXES),
            rf"^{CONDITION}(_\w+)?$": pa.Column(str, regex=True, required=False),
        },
        strict=True,
    )


def _sentences(cases: pd.DataFrame) -> Iterator[str]:
    for case in cases.to_dict("records"):
        yield _sentence(case)


def _sentence(case: dict[Any, Any]) -> str:
    check, column, value = str(case["check"]), case["column"], case["failure_case"]
    if check == "column_in_schema":
        allowed = ", ".join((*TEXTS, *NUMBERS, CONDITION, f"{CONDITION}_…"))
        return f"column {value}: unknown; the columns are {allowed}"
    if check == "column_in_dataframe":
        return f"column {value}: missing"
    row = f"row {int(case['index']) + 2}"  # the header is row 1, as spreadsheets count
    if check == "field_uniqueness":
        return f"{row}, {column}: {value} is listed more than once"
    return f"{row}, {column}: {value!r}; here stands what {check}"


def _recording(row: dict[Any, Any], folder: str) -> Recording:
    path = str(row["path"])
    whole = "://" in path or path.startswith("/")
    source, tag = _located(path if whole else f"{folder}/{path}")
    conditions = {name: text for name, text in row.items() if str(name).startswith(CONDITION) and text}
    texts = {name: str(row.get(name, "")) for name in TEXTS if name != "path"}
    numbers = {name: float(row[name]) if row.get(name) else None for name in NUMBERS}
    name = name_of(PurePosixPath(path).name if whole else path)
    return Recording(source, name, tag, **texts, **numbers, conditions=conditions)  # type: ignore[arg-type]


def _located(address: str) -> tuple[str, str]:
    """Return where a recording lies, and its store's tag; one that is missing is told when it is its turn."""
    filesystem, path = filesystem_of(address)
    if is_local(filesystem):
        return path, ""
    return address, tag_of(filesystem.info(path)) if filesystem.exists(path) else ""
