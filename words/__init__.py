"""The words everything is written in, below the rule books: questions, phrases, dates, names and NHS numbers as people
write them. Knows pydantic and nothing of ours."""
