"""How fast and how promptly the program works: docs/performance.md."""
