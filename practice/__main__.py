"""`python -m practice COMMAND [FILE]`: the learning engine as programs."""

from rules.programs import run_as_program

from .programs import COMMANDS

run_as_program(COMMANDS, "practice")
