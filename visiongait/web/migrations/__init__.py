"""How the desk's tables came about, step by step."""
