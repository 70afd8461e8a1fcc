"""The assessments room."""
