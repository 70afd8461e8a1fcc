"""The pose room."""
