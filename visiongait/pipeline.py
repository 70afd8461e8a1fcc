"""The main path: a recording goes in, an assessment comes out."""
