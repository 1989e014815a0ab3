"""`python -m rules COMMAND [FILE]`: the rule books as programs."""

from .programs import COMMANDS, run_as_program

run_as_program(COMMANDS, "rules")
