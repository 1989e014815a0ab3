"""One line of `python -m rules capacity`: which function, its arguments, and the answer as plain JSON values."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from rules.capacity import formulas
from rules.capacity.formula_calls import CALLS, call_formula, check_names, read_share
from rules.capacity.numbers import NOT_KNOWN, Written, read_number, read_whole, write_number
from rules.capacity.operations import ADDED, insert_referrals, join_lists
from rules.capacity.queue import queue_sizes
from rules.capacity.schedule import even_slots, fill_slots
from rules.capacity.simulator import Simulated, simulate_list
from rules.capacity.statistics import list_stats, referral_stats, removal_stats
from rules.capacity.waiting_list import (
    NEVER,
    Days,
    WaitingList,
    Window,
    iso,
    iso_dates,
    read_day,
    read_days,
    read_list,
    read_window,
)
from words.pasted import quote

Args = Mapping[str, Any]
_LIST_ARGS = {
    "referral": True,
    **dict.fromkeys(
        ("removal", "target_wait", "factor", "target_percent", "start_date", "end_date", "schedule"), False
    ),
    **dict.fromkeys(("additions", "unscheduled", "other_referral", "other_removal"), False),
}
_SIMULATOR_ARGS = {
    "start_date": True,
    **dict.fromkeys(("end_date", "demand", "capacity", "waiting_list", "referral", "removal"), False),
    **dict.fromkeys(("withdrawal_prob", "detailed_sim", "seed"), False),
}
_LONGEST = 1_000_000
"""More referrals or slots than one line is answered for."""
_DEFAULT_DAYS = 31


def answer_line(values: Mapping[str, Any]) -> dict[str, object]:
    """`{fn, args}` → `{fn, out, …}`, with `id` where given; ValueError with a plain sentence otherwise."""
    name, args = values.get("fn"), values.get("args", {})
    if not isinstance(name, str):
        raise ValueError("“fn” must name a function.")
    if not isinstance(args, dict):
        raise ValueError("“args” must be an object of arguments by name.")
    told: dict[str, object] = {"id": values["id"]} if "id" in values else {}
    told["fn"] = name
    if name in CALLS:
        types = values.get("types")
        return told | call_formula(name, args, types if isinstance(types, dict) else {})
    if name not in _LIST_CALLS:
        raise ValueError(f"There is no function {quote(name)}. There are {', '.join([*CALLS, *_LIST_CALLS])}.")
    return told | {"out": _LIST_CALLS[name](args)}


def _queue_size(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    window = read_window(args, waiting_list)
    sizes = queue_sizes(waiting_list, window)
    told = {"first": iso(window.start), "n": len(sizes), "queue_size": sizes.tolist()}
    return told | _left_out(waiting_list)


def _referral_stats(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    return _write(asdict(referral_stats(waiting_list, read_window(args, waiting_list)))) | _left_out(waiting_list)


def _removal_stats(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    return _write(asdict(removal_stats(waiting_list, read_window(args, waiting_list)))) | _left_out(waiting_list)


def _stats(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    target = read_number("target_wait", args.get("target_wait", 4))
    stats = list_stats(waiting_list, read_window(args, waiting_list), target, _read_factor(args))
    return _write(asdict(stats)) | _left_out(waiting_list)


def _schedule(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    slots = _days("schedule", args.get("schedule"))
    filled, used = fill_slots(waiting_list, slots)
    return {
        "row": filled.row.tolist(),
        "referral": iso_dates(filled.referral),
        "removal": iso_dates(filled.removal),
        "schedule": iso_dates(slots),
        "used": used.astype(int).tolist(),
    } | _left_out(waiting_list)


def _insert(args: Args) -> dict[str, object]:
    waiting_list = _read(args)
    return _write_list(insert_referrals(waiting_list, _days("additions", args.get("additions")))) | _left_out(
        waiting_list
    )


def _join(args: Args) -> dict[str, object]:
    other = read_list(args.get("other_referral"), args.get("other_removal"))
    return _write_list(join_lists(_read(args), other))


def _even_slots(args: Args) -> list[str | None]:
    check_names("sim_schedule", args, {"start_date": True, "n_rows": False, "daily_capacity": False})
    days = read_whole("n_rows", args.get("n_rows", 10), least=1, most=_LONGEST)
    daily = read_number("daily_capacity", args.get("daily_capacity", 1))
    _check_size(days * daily)
    start = read_day("“start_date”", args.get("start_date"))
    _check_calendar(start + days)
    return iso_dates(even_slots(days, start, daily))


def _simulator(args: Args) -> dict[str, object]:
    check_names("wl_simulator", args, _SIMULATOR_ARGS)
    if args.get("detailed_sim"):
        raise ValueError("“detailed_sim” is not offered: no names or procedures are made up for simulated patients.")
    start = read_day("“start_date”", args.get("start_date"))
    end = args.get("end_date")
    window = Window(start, read_day("“end_date”", end) if end else start + _DEFAULT_DAYS)
    if window.end < window.start:
        raise ValueError(f"The window starts on {iso(window.start)}, after it ends on {iso(window.end)}.")
    demand = read_number("demand", args.get("demand", 10))
    capacity = read_number("capacity", args.get("capacity", 11))
    if not demand >= 0:
        raise ValueError("“demand” must not be below zero.")
    for rate in (demand, capacity):
        _check_size(rate * window.length / 7)
    _check_calendar(window.end)
    seed = _read_seed(args.get("seed"))
    drawn = simulate_list(
        np.random.default_rng(seed),
        window,
        demand,
        capacity,
        _existing(args),
        _read_chance(args.get("withdrawal_prob")),
    )
    return {
        "referral": iso_dates(drawn.referral),
        "removal": iso_dates(drawn.removal),
        "withdrawal": iso_dates(drawn.withdrawal),
        "seed": seed,
    }


def _priority(args: Args) -> int:
    """A priority may be written as text; whatever is not 1, 2 or 3 is routine."""
    check_names("calc_priority_to_target", args, {"priority": True})
    given = args["priority"]
    if isinstance(given, str) and given != NOT_KNOWN:
        given = int(given) if given in ("1", "2", "3") else 4
    priority = read_number("priority", given)
    if math.isnan(priority):
        raise ValueError("“priority” is not known.")
    return formulas.calc_priority_to_target(priority)


_LIST_CALLS: Mapping[str, Callable[[Args], object]] = {
    "wl_queue_size": _queue_size,
    "wl_referral_stats": _referral_stats,
    "wl_removal_stats": _removal_stats,
    "wl_stats": _stats,
    "wl_schedule": _schedule,
    "wl_insert": _insert,
    "wl_join": _join,
    "sim_schedule": _even_slots,
    "wl_simulator": _simulator,
    "calc_priority_to_target": _priority,
}


def _read(args: Args) -> WaitingList:
    check_names("This function", args, _LIST_ARGS)
    return read_list(args["referral"], args.get("removal"))


def _read_factor(args: Args) -> float:
    if args.get("target_percent") is not None:
        return formulas.factor_for(read_share(args["target_percent"]))
    return read_number("factor", args.get("factor", formulas.CUSTOMARY_FACTOR))


def _days(name: str, values: Any) -> Days:
    days = read_days(name, values)
    if None in days:
        raise ValueError(f"Row {days.index(None) + 1:,} of “{name}” has no date.")
    return np.array(days, dtype=np.int64)


def _existing(args: Args) -> Simulated | None:
    given = args.get("waiting_list") or {}
    if not isinstance(given, dict):
        raise ValueError("“waiting_list” must be an object with “referral” and “removal”.")
    columns = {name.lower(): values for name, values in {**args, **given}.items()}
    if not columns.get("referral"):
        return None
    kept = read_list(columns["referral"], columns.get("removal"))
    return Simulated(kept.referral, kept.removal, np.full(len(kept), NEVER))


def _read_chance(value: Any) -> float | None:
    if value is None or value == NOT_KNOWN:
        return None
    chance = read_number("withdrawal_prob", value)
    if not 0 <= chance <= 1:
        raise ValueError("“withdrawal_prob” must lie between 0 and 1.")
    return chance


def _read_seed(value: Any) -> int:
    """The seed given, or a new one, which is told so that the draw can be repeated."""
    if value is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    return read_whole("seed", value, most=2**53)


def _check_size(count: float) -> None:
    if not count <= _LONGEST:
        raise ValueError(f"This would make more than {_LONGEST:,} rows.")


def _check_calendar(day: int) -> None:
    if day > 3_652_059:  # 31 December 9999
        raise ValueError("This runs over the end of the calendar.")


def _write(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _write_value(value) for name, value in fields.items()}


def _write_value(value: object) -> Written:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, float):
        return write_number(value)
    assert isinstance(value, int)
    return value


def _write_list(waiting_list: WaitingList) -> dict[str, object]:
    return {
        "referral": iso_dates(waiting_list.referral),
        "removal": iso_dates(waiting_list.removal),
        "row": [NOT_KNOWN if row == ADDED else row for row in waiting_list.row.tolist()],
    }


def _left_out(waiting_list: WaitingList) -> dict[str, object]:
    """Rows that could not be used, and rows used though their removal is before their referral."""
    told: dict[str, object] = {}
    if waiting_list.left_out:
        told["left_out"] = [one._asdict() for one in waiting_list.left_out]
    backwards = np.sort(waiting_list.row[waiting_list.removal < waiting_list.referral])
    if len(backwards):
        told["doubtful"] = [{"row": row, "reason": "removed before the referral"} for row in backwards.tolist()]
    return told
