"""The result folder on disk: its place, tables and list of files; read back."""

from .folder import new_result, prepare_folder
from .saved import read_assessment

__all__ = ["new_result", "prepare_folder", "read_assessment"]
