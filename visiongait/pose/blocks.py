"""Numbers of many frames, found by the frame's row, in few arrays."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike, NDArray

_ROWS = 1024


class Blocks:
    """Numbers of each row, NaN until they are written; one array a row would take half as much again.

    Parameters
    ----------
    shape
        Of one row's numbers.
    dtype
        How finely they are kept.
    """

    def __init__(self, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> None:
        self._shape, self._dtype = shape, dtype
        self._blocks: dict[int, NDArray[np.floating]] = {}

    def __getitem__(self, row: int) -> NDArray[np.floating]:
        """Return the numbers of one row, to be read or written."""
        block, place = divmod(row, _ROWS)
        if block not in self._blocks:
            self._blocks[block] = np.full((_ROWS, *self._shape), np.nan, self._dtype)
        numbers: NDArray[np.floating] = self._blocks[block][place]
        return numbers

    def taken(self, n_rows: int) -> Iterator[tuple[slice, NDArray[np.floating]]]:
        """Yield which rows and their numbers, of the first `n_rows`, and forget them all on the way."""
        for block in sorted(self._blocks):
            rows = slice(block * _ROWS, min((block + 1) * _ROWS, n_rows))
            numbers = self._blocks.pop(block)
            if rows.start < n_rows:
                yield rows, numbers[: rows.stop - rows.start]
