"""The NHS rule books: pure functions of values; `today` is always an argument. Runs alone: `python -m rules`."""

RULES_VERSION = "2026-12"
"""The edition of the rule books; what is stored says by which one it was judged."""
