"""Which rows of the tables of strides and of cycles a mean is taken over."""

import pandas as pd


def in_means(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of strides that are valid and steady.

    Starting, stopping and turning are another movement than walking: their strides are told, with numbers of
    their own, but enter no mean.  Tables of results written before version 4 have no `steady`: all were.
    """
    if not len(table):
        return table
    used = table["valid"].astype(bool)
    return table[used & table["steady"].astype(bool)] if "steady" in table.columns else table[used]
