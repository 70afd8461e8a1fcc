"""An archive of recordings: measured once each, whatever happens on the way, and gathered into one table.

The heavy libraries behind it (Dask, fsspec, pandas) are imported when they are needed.
"""
