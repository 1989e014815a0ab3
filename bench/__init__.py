"""What Clockstart costs: each figure beside a reference taken in the same run, on the same machine."""
