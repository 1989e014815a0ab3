"""The focused view of cases: one after another, answered and told, of whichever module the session is."""
