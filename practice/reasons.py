"""Lists with a reason for each name: what is not practised, what is not offered."""

from pathlib import Path


def read_reasons(name: str) -> dict[str, str]:
    """Name → the reason: a line each, with the reason after a tab; lines with # are remarks."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    lines = [line.partition("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {listed: reason for listed, _, reason in lines}
