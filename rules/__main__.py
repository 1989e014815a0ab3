"""`python -m rules COMMAND [FILE]`: the rule books as programs."""

import os
import sys

from .programs import main

try:
    status = main(sys.argv[1:])
except BrokenPipeError:  # whoever read the output has gone; nothing is left to say
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    status = 1
sys.exit(status)
