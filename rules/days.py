"""Counting days on the calendar without falling off its end: a mistyped year must give a finding, not a crash."""

from __future__ import annotations

from datetime import date, timedelta


def add_days(day: date, days: int) -> date:
    """`day` plus `days` calendar days, held at the first and last day that dates can express."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
