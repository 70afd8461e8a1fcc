"""Frozen types that flow along the main path, checked at the door."""
