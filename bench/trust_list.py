"""A trust's list of 60,000 pathways as a file, made from the published waits of England: for the benches."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

from rules.codes import RETURN_LINES
from words.nhs_number import synthetic_nhs_numbers

PUBLISHED = Path(__file__).resolve().parents[1] / "tests" / "data" / "rtt_jan26_england_by_part_tfc.csv"
PATHWAYS = 60_000
OPEN_SHARE = 0.6
PART_OF = {False: "Part_2", True: "Part_1B"}
STOPPED_OVER_DAYS = 365
ADMITTED_SHARE, DECIDED_SHARE = 0.2, 0.25
COMMISSIONERS = ("15N", "93C", "13T", "36L", "NONC")
COLUMNS = (
    "id",
    "patient_name",
    "nhs_number",
    "treatment_function",
    "referral_source",
    "referral_route",
    "referral_received",
    "priority",
    "provider",
    "commissioner",
    "decision_to_admit",
    "clinical_priority",
    "events",
)


def write_list(today: date, pathways: int = PATHWAYS, seed: int = 18) -> str:
    """The list as CSV text: open pathways with the waits of England, and a year of completed ones."""
    random, numbers = Random(seed), synthetic_nhs_numbers(seed)
    waits = {closed: read_waits(part) for closed, part in PART_OF.items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number in range(pathways):
        closed = random.random() > OPEN_SHARE
        line, days = draw(random, *waits[closed])
        writer.writerow(make_row(random, today, f"t{number:06}", next(numbers), line, days, closed=closed))
    return text.getvalue()


def read_waits(part: str) -> tuple[list[tuple[str, int]], list[int]]:
    """Each treatment function and week band of a part, and how many waited there."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part and row["tfc"] in RETURN_LINES]
    bands = [name for name in rows[0] if name.startswith("Gt ")]
    cells = [(row["tfc"], place) for row in rows for place in range(len(bands))]
    return cells, [int(row[name] or 0) for row in rows for name in bands]


def draw(random: Random, cells: list[tuple[str, int]], weights: list[int]) -> tuple[str, int]:
    line, band = random.choices(cells, weights)[0]
    return line, band * 7 + random.randint(1, 7)


def make_row(
    random: Random, today: date, record_id: str, nhs_number: str, line: str, days: int, *, closed: bool
) -> list[str]:
    """One pathway: a referral, perhaps a decision to admit, and for a completed one its treatment."""
    until = today - timedelta(days=random.randrange(STOPPED_OVER_DAYS) if closed else 0)
    received = until - timedelta(days=days)
    decided = received + timedelta(days=days // 2) if random.random() < DECIDED_SHARE else None
    admitted = closed and random.random() < ADMITTED_SHARE
    treated = {"date": until.isoformat(), "event": "treatment_started", "rtt_code": "30"}
    event = {**treated, "event": "admission", "admitted_for": "first_definitive_treatment"} if admitted else treated
    return [
        record_id,
        f"Patient {record_id}",
        nhs_number,
        line,
        "gp",
        "letter",
        received.isoformat(),
        random.choice(("routine", "routine", "urgent")),
        "RXX",
        random.choices(COMMISSIONERS, (60, 20, 10, 8, 2))[0],
        decided.isoformat() if decided else "",
        random.choice(("p2", "p3", "p4")) if decided else "",
        json.dumps([event]) if closed else "",
    ]
