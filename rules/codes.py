"""Treatment functions and the lines of the monthly RTT return.

A treatment function is what the *service* is (three digits, DCB0028); a main specialty is the consultant's
accreditation. The return counts 18 treatment functions by name and all the others on five "other" lines.

`treatment_functions.csv` names them (NHS Data Dictionary, TREATMENT FUNCTION CODE, DCB0028, April 2021) and says the
line of each: PRN01045 v5.0 section 10.1.4 for the named lines and its exceptions (108, 111, 115 with 110; 144, 145 with
140; 172, 173 with 170); the five "other" lines by DCB0028 group, as production NHS code reads it. A row with a mark is
one where two readings of the groups were found: ask NHS England before relying on it.
"""

from typing import Final, NamedTuple

from rules.explain import Confidence, RuleBook
from words.code_lists import read_rows

BOOK = RuleBook("codes", "Treatment functions")

RETURN_LINE = BOOK.declare(
    "TFC-1",
    "A treatment function is counted on one line of the return",
    "18 treatment functions have a line of their own. 108, 111 and 115 are counted with Trauma and Orthopaedic (110); "
    "144 and 145 with Oral Surgery (140); 172 and 173 with Cardiothoracic Surgery (170). 306 to 309 are not General "
    "Internal Medicine. Every other treatment function is counted on X02 to X06, by its group in DCB0028.",
    "PRN01045 v5.0 §10.1.4; DCB0028",
)
GROUP_UNSURE = BOOK.declare(
    "TFC-2",
    "Groups to check",
    "For pain management (191), general paediatrics (420), neonatal critical care (422) and well babies (424) two "
    "readings of the DCB0028 groups were found. They are counted on the line shown here; check with NHS England.",
    "NHS Data Dictionary, Main Specialty and Treatment Function Codes table",
    Confidence.CHECK_LOCAL_POLICY,
)
STOP_DECIDES = BOOK.declare(
    "TFC-3",
    "Which treatment function counts",
    "A completed pathway is counted under the treatment function of the activity that stopped the clock; an "
    "incomplete one under its treatment function when the return is submitted.",
    "PRN01045 v5.0 §10.1.4",
)

TOTAL_LINE: Final = "C_999"

# In the order of the published return. `C_999`, the total, is kept apart: it is never summed with the others.
RETURN_LINES: Final = {row["line"]: row["name"] for row in read_rows(__file__, "return_lines.csv")}


class TreatmentFunction(NamedTuple):
    """One DCB0028 treatment function: `code` is three digits, `line` is where the return counts it."""

    code: str
    name: str
    line: str
    confidence: Confidence


TREATMENT_FUNCTION_TABLE: Final[dict[str, TreatmentFunction]] = {
    row["code"]: TreatmentFunction(row["code"], row["name"], row["line"], Confidence(row["mark"] or Confidence.SOURCED))
    for row in read_rows(__file__, "treatment_functions.csv")
}
TREATMENT_FUNCTIONS: Final[dict[str, str]] = {
    code: function.name for code, function in TREATMENT_FUNCTION_TABLE.items()
}

# Everything a `tfc` may say: a treatment function, a published code (C_110), or one of the five "other" lines.
LINE_OF: Final[dict[str, str]] = {
    **{code: function.line for code, function in TREATMENT_FUNCTION_TABLE.items()},
    **{line: line for line in RETURN_LINES},
}


BOOK.tabulate(
    "treatment-functions",
    "Treatment functions and the line of the return that counts them",
    ("Code", "Treatment function", "Line", "Counted as"),
    (
        (function.code, function.name, function.line, RETURN_LINES[function.line])
        for function in TREATMENT_FUNCTION_TABLE.values()
    ),
    "DCB0028; PRN01045 v5.0 §10.1.4",
)


def find_return_line(tfc: str) -> str | None:
    """The line (`C_100` … `X06`) that counts this treatment function; None for a code that is not in the table.

    Source: PRN01045 v5.0 §10.1.4. `C_999` is a total, not a line, and gives None.
    """
    return LINE_OF.get(tfc.strip().upper())


def name_of(code: str) -> str:
    """The name of a treatment function or of a line of the return, "Total" for `C_999`; the code itself if unknown."""
    if code == TOTAL_LINE:
        return "Total"
    return TREATMENT_FUNCTIONS.get(code) or RETURN_LINES.get(code) or code
