"""What a person gets: the result folder with tables, annotated video and report."""

from .folder import keep_pictures, prepare_folder, write_report, write_result
from .saved import read_assessment

__all__ = ["keep_pictures", "prepare_folder", "read_assessment", "write_report", "write_result"]
