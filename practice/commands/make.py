"""`python -m practice make --family NAME --seed TEXT [--n N] [--level L]`: cases, a line each."""

from collections.abc import Sequence

from practice.case import describe_case
from practice.commands.options import add_level, make_parser, read_count, read_template, tell
from practice.dials import set_dials
from practice.making import make, make_set


def main(argv: Sequence[str]) -> int:
    parser = make_parser("make", "Cases of a family, the truth included: the same seed gives the same cases.")
    parser.add_argument("--family", type=read_template, required=True, help="a family, or a template as dna-first@1")
    parser.add_argument("--seed", required=True, help="any text")
    parser.add_argument("--n", type=read_count, help="how many cases of the set; one without it")
    add_level(parser)
    told = parser.parse_args(argv)
    of = (told.family, told.seed, set_dials(told.level), told.today)
    for case in make_set(*of, told.n) if told.n else [make(*of)]:
        tell(describe_case(case))
    return 0
