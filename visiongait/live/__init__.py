"""Feedback while the patient walks: angles, events and strides as soon as they are known.

`state.py` holds what the engine hands to those who show it.
"""
