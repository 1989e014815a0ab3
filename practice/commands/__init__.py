"""`python -m practice families | make | check`: what is asked for by options, and JSON Lines as the answer."""
