"""Practice: cases that are answered and marked."""
