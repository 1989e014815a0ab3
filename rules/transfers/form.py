"""The transfer form: each item of the Inter-Provider Transfer Administrative Minimum Data Set, mandatory or not.

Source: IPTAMDS (DSCN 44/2007, 07/2008); rule book F.
"""

from typing import NamedTuple

from words.code_lists import read_rows
from words.phrases import without_capital


class IptField(NamedTuple):
    """One item of the Inter-Provider Transfer Administrative Minimum Data Set."""

    name: str
    group: str
    label: str
    mandatory: bool

    @property
    def in_words(self) -> str:
        """The label within a sentence."""
        return without_capital(self.label)


IPTAMDS: tuple[IptField, ...] = tuple(
    IptField(row["name"], row["group"], row["label"], row["mandatory"] == "yes")
    for row in read_rows(__file__, "form.csv")
)
"""Every item of the form with its mandatory or optional mark, in the order of the form (rule book F)."""
