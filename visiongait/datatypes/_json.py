"""Frozen types to JSON and back, led by their own annotations.

Floats are written with the shortest digits that read back the same; NaN is `null`.  Sequences of free-form
mappings (`Mapping[str, Any]`) come back as tuples.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd


def dumps(value: Any) -> str:
    """Return the JSON text of a dataclass; ValueError if it holds an infinite number."""
    return "".join(pieces(value))


def pieces(value: Any) -> Iterator[str]:
    """Yield the same text bit by bit, one column of a table after the other: long ones never exist twice."""
    if isinstance(value, pd.DataFrame):
        yield f'{{"rows":{len(value)},"columns":['
        for place, (name, column) in enumerate(value.items()):
            yield ("," if place else "") + _text(_column(name, column))
        yield "]}"
    elif is_dataclass(value) and not isinstance(value, type):
        yield "{"
        for place, field in enumerate(fields(value)):
            yield ("," if place else "") + _text(field.name) + ":"
            yield from pieces(getattr(value, field.name))
        yield "}"
    else:
        yield _text(_plain(value))


def _text(plain: Any) -> str:
    return json.dumps(plain, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def revive(annotation: Any, plain: Any) -> Any:
    """Build the value of a type annotation from what `json.loads` gave; absent fields take their defaults.

    Raises
    ------
    ValueError
        If a field is missing, unknown or of the wrong shape; the message names it.
    """
    if annotation is pd.DataFrame:
        return _table_from(plain)
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _dataclass_from(annotation, plain)
    if annotation is date:
        return date.fromisoformat(plain)
    if annotation is float:
        return math.nan if plain is None else float(plain)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _optional_from(arguments, plain)
    if origin is tuple:
        return _tuple_from(arguments, plain)
    if origin is Mapping:
        return {key: revive(arguments[1], item) for key, item in plain.items()}
    return _free_form(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return _table_to(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | np.ndarray):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return _plain(value.item())
    return None if isinstance(value, float) and math.isnan(value) else value


def _table_to(table: pd.DataFrame) -> dict[str, Any]:
    return {"rows": len(table), "columns": [_column(name, column) for name, column in table.items()]}


def _column(name: Any, column: "pd.Series[Any]") -> dict[str, Any]:
    return {"name": name, "dtype": str(column.dtype), "values": [_cell(cell) for cell in column.tolist()]}


def _cell(cell: Any) -> Any:
    return None if pd.isna(cell) else cell


def _table_from(plain: Any) -> pd.DataFrame:
    columns = {c["name"]: pd.Series(c["values"], dtype=c["dtype"]) for c in plain["columns"]}
    return pd.DataFrame(columns, index=range(plain["rows"]))


def _dataclass_from(kind: type, plain: Any) -> Any:
    hints = get_type_hints(kind)
    needed = {field.name for field in fields(kind) if not _has_default(field)}
    if not isinstance(plain, dict) or not needed <= set(plain) <= set(hints):
        got = sorted(plain) if isinstance(plain, dict) else type(plain).__name__
        raise ValueError(f"{kind.__name__}: expected the fields {sorted(hints)}, got {got}")
    return kind(**{name: revive(hints[name], item) for name, item in plain.items()})


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _optional_from(arguments: tuple[Any, ...], plain: Any) -> Any:
    if plain is None:
        return None
    return revive(next(kind for kind in arguments if kind is not NoneType), plain)


def _tuple_from(arguments: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if arguments[-1] is Ellipsis:
        return tuple(revive(arguments[0], item) for item in plain)
    return tuple(revive(kind, item) for kind, item in zip(arguments, plain, strict=True))


def _free_form(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_free_form(item) for item in plain)
    if isinstance(plain, dict):
        return {key: _free_form(item) for key, item in plain.items()}
    return plain
