"""`python -m practice check [--seeds N] [--family NAME]`: the gate; exit status 1 when anything does not hold."""

from collections import Counter
from collections.abc import Sequence

from practice.commands.options import make_parser, read_count, read_template, tell
from practice.dials import LEVELS
from practice.families import FAMILIES
from practice.gate import check
from practice.making import find_family


def main(argv: Sequence[str]) -> int:
    parser = make_parser("check", "Make cases of every family and level and say what does not hold.")
    parser.add_argument("--seeds", type=read_count, default=10, help="how many cases of each family and level")
    parser.add_argument("--family", type=read_template, help="this family only")
    told = parser.parse_args(argv)
    names = [find_family(told.family).name] if told.family else list(FAMILIES)
    faults: Counter[str] = Counter()
    for fault in check(names, told.seeds, told.today):
        faults[fault.family] += 1
        tell(fault._asdict())
    for name in names:
        tell({"family": name, "cases": told.seeds * len(LEVELS), "faults": faults[name]})
    return 1 if faults else 0
