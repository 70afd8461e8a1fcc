"""Which recordings there are: in folders, behind globs, in an object store, listed in a manifest."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from ..datatypes import SEXES, Person, check_height, check_slowmo, height_from
from ..errors import InputError, UsageError
from ..system import number_from, rows_of
from .paths import as_user_errors, filesystem_of, is_local

SUFFIXES = (
    *(".3g2", ".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mj2", ".mkv", ".mov"),
    *(".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".webm", ".wmv"),
)
"""What a recording's name ends in, where a folder is searched for recordings."""

MANIFESTS = (".csv", ".xlsx")
"""What a manifest's name ends in."""

MAX_NAME = 60
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Recording:
    """One recording of the archive, and what the manifest knows of it.

    source: path or address; name: what outputs call it; tag: what an object store gives instead of the
    content's hash, empty elsewhere; direction: `left` or `right`, as seen in the picture; slowmo and height_m
    as for `analyze`, None where the batch's own value holds; conditions: any further columns.
    """

    source: str
    name: str
    tag: str = ""
    subject: str = ""
    session: str = ""
    height_m: float | None = None
    slowmo: float | None = None
    direction: str = ""
    age_years: float | None = None
    sex: str = ""
    affected_side: str = ""
    speed: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """The end of the file's name, in small letters."""
        return PurePosixPath(self.source).suffix.lower()


def find_recordings(sources: Sequence[str], out: str) -> list[Recording]:
    """Return the recordings of all sources, each once, sorted by their address.

    Parameters
    ----------
    sources
        Files, folders (searched to the bottom), globs, manifests (`MANIFESTS`), addresses that fsspec knows.
    out
        Where results go; nothing below it is a recording.

    Raises
    ------
    UsageError
        If a source does not exist, or a manifest has faults: all of them at once.
    InputError
        If there is not one recording.
    """
    out_path = filesystem_of(out)[1].rstrip("/") + "/"
    found = {
        one.source: one
        for source in sources
        for one in _found_in(source)
        if not filesystem_of(one.source)[1].startswith(out_path)
    }
    if not found:
        raise InputError(
            f"No recordings were found in {', '.join(sources)}.", "Give a folder that contains video files."
        )
    return [found[source] for source in sorted(found)]


def _found_in(source: str) -> Iterator[Recording]:
    if source.lower().endswith(MANIFESTS):
        yield from read_manifest(source)
        return
    filesystem, path = filesystem_of(source)
    filesystem.invalidate_cache()
    with as_user_errors(source):
        details, root = _listed(filesystem, path, source)
    for detail in details:
        yield _recording(filesystem, detail, str(detail["name"]).removeprefix(root).lstrip("/"))


def _listed(filesystem: Any, path: str, source: str) -> tuple[list[dict[str, Any]], str]:
    """Return the files' details, and the folder that their names are relative to."""
    if _GLOB.search(path) and not filesystem.exists(path):
        fixed = path[: _GLOB.search(path).start()].rpartition("/")[0]  # type: ignore[union-attr]
        found = filesystem.glob(path, detail=True).values()
        return [one for one in found if one["type"] != "directory" and not _hidden(one, fixed)], fixed
    if filesystem.isdir(path):
        found = filesystem.find(path, detail=True).values()
        return [one for one in found if _is_recording(one) and not _hidden(one, path)], path
    if not filesystem.exists(path):
        raise UsageError(f"There is no {source}.", "Check the spelling, and that the share is connected.")
    return [filesystem.info(path)], path.rpartition("/")[0]


def _is_recording(detail: Mapping[str, Any]) -> bool:
    return PurePosixPath(detail["name"]).suffix.lower() in SUFFIXES


def _hidden(detail: Mapping[str, Any], root: str) -> bool:
    """Return whether a file, or a folder below `root` on the way to it, is hidden."""
    return "/." in str(detail["name"]).removeprefix(root.rstrip("/"))


def _recording(filesystem: Any, detail: dict[str, Any], relative: str) -> Recording:
    path = str(detail["name"])
    source = path if is_local(filesystem) else filesystem.unstrip_protocol(path)
    return Recording(source, name_of(relative), tag_of(detail))


def tag_of(detail: Mapping[str, Any]) -> str:
    """Return what an object store says of an object's content; empty where it says nothing."""
    etag = str(detail.get("ETag", "")).strip('"')
    return f"{etag}:{detail['size']}" if etag else ""


def name_of(relative: str) -> str:
    """Return a relative path as one word that every file system takes."""
    stem = str(PurePosixPath(relative).with_suffix(""))
    return re.sub(r"[^\w.-]+", "_", stem).strip("._")[-MAX_NAME:] or "recording"


TEXTS = ("path", "subject", "session", "direction", "sex", "affected_side", "speed")
NUMBERS: Mapping[str, Callable[[str], float]] = {
    "height_m": height_from,
    "slowmo": number_from,
    "age_years": number_from,
}
"""Columns with numbers, and how people write them."""
CONDITION = "condition"
SHOWN_FAULTS = 40


def read_manifest(place: str) -> list[Recording]:
    """Return the recordings that a manifest lists; paths are relative to the manifest's own folder.

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
    with as_user_errors(place):
        return [_listed_recording(row, folder) for row in table.to_dict("records")]


def _read(place: str) -> pd.DataFrame:
    filesystem, path = filesystem_of(place)
    with as_user_errors(place):
        if not filesystem.exists(path):
            raise UsageError(f"There is no manifest {place}.", "Check the spelling and the folder.")
        content = filesystem.open(path, "rb")
    try:
        with content:
            columns, rows = rows_of(content.read())
    except ValueError as fault:
        raise UsageError(f"{place} is not a table: {fault}.", "Save it as CSV or as Excel file.") from fault
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=columns, dtype=str)


def _check(place: str, table: pd.DataFrame) -> None:
    """Raise one UsageError with every fault of the table."""
    from pandera.errors import SchemaErrors

    try:
        _schema().validate(_with_numbers(table), lazy=True)
    except SchemaErrors as faults:
        sentences = list(dict.fromkeys(_sentences(faults.failure_cases)))
        more = [f"… and {len(sentences) - SHOWN_FAULTS} more"] if len(sentences) > SHOWN_FAULTS else []
        raise UsageError(
            "\n  ".join([f"{place} has {len(sentences)} faults:", *sentences[:SHOWN_FAULTS], *more]),
            "Correct them and run the same command again; docs/batch.md lists the columns.",
        ) from faults


def _with_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with numbers where there are to be some; what is no number stays text."""

    def number(text: str, read: Callable[[str], float]) -> Any:
        try:
            return read(text) if text else None
        except (ValueError, UsageError):
            return text

    present = {name: read for name, read in NUMBERS.items() if name in table}
    return table.assign(
        **{name: table[name].map(partial(number, read=read)).astype(object) for name, read in present.items()}
    )


def _schema() -> Any:
    import pandera.pandas as pa

    def number(what: str, check: Callable[[float], object]) -> Any:
        """Return a column of numbers that pass the check of the option of the same name."""

        def believable(value: Any) -> bool:
            try:
                check(value)
            except (UsageError, ValueError, TypeError):
                return False
            return isinstance(value, float)

        return pa.Column(
            None, pa.Check(believable, element_wise=True, error=what), nullable=True, required=False
        )

    def word(*words: str) -> Any:
        said = f"{', '.join(words)} or an empty cell"
        return pa.Column(str, pa.Check.isin(["", *words], error=said), required=False)

    text = pa.Column(str, required=False)
    return pa.DataFrameSchema(
        {
            "path": pa.Column(
                str, pa.Check.str_length(min_value=1, error="the path of a recording"), unique=True
            ),
            "subject": text,
            "session": text,
            "speed": text,
            "height_m": number("a height, such as 1.72 (metres) or 172", check_height),
            "slowmo": number("a slow-motion factor above 0, such as 8", check_slowmo),
            "age_years": number("an age in years", lambda years: Person(age_years=years)),
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
    row = f"row {int(case['index'])}"  # the header is row 1, as spreadsheets count
    if check == "field_uniqueness":
        return f"{row}, {column}: {value} is listed more than once"
    return f"{row}, {column}: {value!r}; expected {check}"


def _listed_recording(row: dict[Any, Any], folder: str) -> Recording:
    path = str(row["path"])
    whole = "://" in path or path.startswith("/")
    source, tag = _located(path if whole else f"{folder}/{path}")
    conditions = {name: text for name, text in row.items() if str(name).startswith(CONDITION) and text}
    texts = {name: str(row.get(name, "")) for name in TEXTS if name != "path"}
    numbers = {name: read(row[name]) if row.get(name) else None for name, read in NUMBERS.items()}
    name = name_of(PurePosixPath(path).name if whole else path)
    return Recording(source, name, tag, **texts, **numbers, conditions=conditions)  # type: ignore[arg-type]


def _located(address: str) -> tuple[str, str]:
    """Return where a recording lies, and its store's tag; one that is missing is reported later."""
    filesystem, path = filesystem_of(address)
    if is_local(filesystem):
        return path, ""
    return address, tag_of(filesystem.info(path)) if filesystem.exists(path) else ""
