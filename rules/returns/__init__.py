"""The monthly RTT return: patient-level rows → the lines NHS England publishes, and the checks made on them.

`pathways` reads rows and says which parts of the return each counts in, `monthly` adds them up in plain Python (a
person's or a trust's list), `national` does the same for a whole country with DuckDB, `checks` remarks on a return,
`measures` computes what is read off one. Importing this package loads none of DuckDB.
"""

from rules.returns.book import BOOK
from rules.returns.checks import check_return
from rules.returns.command import main
from rules.returns.monthly import build_return, monthly_return

__all__ = ["BOOK", "build_return", "check_return", "main", "monthly_return"]
