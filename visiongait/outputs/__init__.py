"""What a person gets: the result folder with tables, annotated video and report."""

from .folder import prepare_folder, write_result

__all__ = ["prepare_folder", "write_result"]
