"""The NHS rule books: pure functions of values; `today` is always an argument. Runs alone: `python -m rules`."""
