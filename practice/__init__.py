"""The learning engine: cases made from seeds, answered by people, marked by the rule books. Pure: no store, no web."""
