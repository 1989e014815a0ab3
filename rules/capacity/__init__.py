"""Demand, capacity, activity and queue: the formulas of waiting list theory, and what a list of patients says.

`formulas` works on plain numbers; `waiting_list`, `queue`, `statistics` and `schedule` on lists of referral and removal
dates held in numpy arrays; `simulator` draws lists by chance. The planner's own figures have rooms of their own
(`clearance`, `percentiles`, `allowances`, `templates`, `kingman`, `steady_state`, `back_test`,
`standard_curves`). Importing this package loads none of numpy.
"""

from collections.abc import Mapping
from typing import Any

from rules.capacity.book import BOOK

__all__ = ["BOOK", "answer_line"]


def answer_line(values: Mapping[str, Any]) -> dict[str, object]:
    """One line of `python -m rules capacity`: `{fn, args}` → `{fn, out}`; ValueError when it cannot be answered."""
    from rules.capacity.answer import answer_line as answer  # here because it loads numpy

    return answer(values)
