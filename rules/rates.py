"""Rates: one number of another, shown as a rate only where enough are counted, and always as n of N.

Of a few, a rate says more than is known: two of four is not "50 %". The limit is ours.
"""

from typing import Final

FEWEST: Final = 20
"""Of fewer no rate is shown."""
TOO_FEW: Final = f"A rate is shown where at least {FEWEST} are counted; of fewer, the numbers themselves."


def calc_percent(count: float, of: float) -> float | None:
    """The rate in percent to one decimal place; None where too few are counted."""
    return round(100 * count / of, 1) if of >= FEWEST else None


def say_count(count: float, of: float) -> str:
    """ "12 of 15"."""
    return f"{count:,.12g} of {of:,.12g}"


def say_rate(count: float, of: float) -> str:
    """ "63.2% (24 of 38)"; "12 of 15" where too few are counted; "–" of none."""
    percent = calc_percent(count, of)
    if percent is None:
        return say_count(count, of) if of else "–"
    return f"{percent:.1f}% ({say_count(count, of)})"


def say_percent(count: float, of: float, mark: str = "") -> str:
    """The same where the numbers are seen on the same row: "63.2", or "12 of 15"."""
    percent = calc_percent(count, of)
    return say_rate(count, of) if percent is None else f"{percent:.1f}{mark}"
