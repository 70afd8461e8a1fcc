"""Causal science: from landmarks as they come to angles, events and strides, without what comes later.

`LiveAnalysis` is the room's main path; it shares definitions and limits with the rooms of the offline path.
No input, no output: pictures, streams and windows are those of `live`.
"""
