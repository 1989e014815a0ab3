"""Commissioner reporting: the monthly return and the measures read off it, from the clocks of a list in columns."""
