"""Clinic letters: one reads what a letter says about the clock (LEARNING §6)."""
