"""Which RTT status: the codes as questions offer them."""

from types import MappingProxyType
from typing import Any

from words.questions import Choices, ask

from .codes import STATUS_CODES

RTT_STATUSES: Choices = MappingProxyType({code: f"{code} {known.meaning}" for code, known in STATUS_CODES.items()})


def some_statuses(*codes: str) -> Choices:
    """Those of the RTT statuses that can be meant, in the order given; KeyError for a code that there is not."""
    return MappingProxyType({code: RTT_STATUSES[code] for code in codes})


def ask_rtt_status(*codes: str, rule: str = "", heading: str = "") -> Any:
    """Which RTT status the person would record, of `codes`; what the rules say of it comes after the answer."""
    return ask(
        "Which RTT status would you record?",
        help="Answer before you look at what this means.",
        choices=some_statuses(*codes),
        rule=rule,
        label="RTT status",
        heading=heading,
    )
