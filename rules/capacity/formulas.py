"""The formulas of waiting list theory, on single numbers: demand and capacity a week, waits in weeks.

Each says what it computes even where that makes no sense (a load above 1, a negative demand): dividing by zero gives
infinity or NaN, nothing is raised. Sources are with the rules in `rules.capacity.book`.
"""

import math

from rules.capacity.numbers import divide

CUSTOMARY_FACTOR = 4.0
"""98.2 % within target (CAP-3)."""
RELIEF_WEEKS = 26.0
PRIORITY_DAYS = {1: 7, 2: 28, 3: 84}
ROUTINE_DAYS = 365


def factor_for(share: float) -> float:
    """−ln(1 − share) for the share (0 to 1) to be seen within target (CAP-3); ValueError outside 0 < share < 1."""
    if not 0 < share < 1:
        raise ValueError("The share to be seen within target must lie between 0 and 100%, both left out.")
    return -math.log1p(-share)


def share_for(factor: float) -> float:
    """The share (0 to 1) seen within target when the target is `factor` mean waits: 1 − e^−factor (CAP-3)."""
    return -math.expm1(-factor)


def calc_queue_load(demand: float, capacity: float) -> float:
    """Demand ÷ capacity (CAP-2)."""
    return divide(demand, capacity)


def calc_target_mean_wait(target_wait: float, factor: float = CUSTOMARY_FACTOR) -> float:
    """Target wait ÷ factor, in the unit of the target (CAP-4)."""
    return divide(target_wait, factor)


def calc_target_queue_size(demand: float, target_wait: float, factor: float = CUSTOMARY_FACTOR) -> float:
    """Demand × target wait ÷ factor, in patients (CAP-5)."""
    return demand * calc_target_mean_wait(target_wait, factor)


def calc_relief_capacity(
    demand: float,
    queue_size: float,
    target_queue_size: float,
    time_to_target: float = RELIEF_WEEKS,
    num_referrals: float = 0,
    cv_demand: float = 0,
) -> float:
    """Demand plus the excess over the weeks given (CAP-6), with the allowance for estimated demand as it is customary.

    That allowance, 2 × demand × cv ÷ √referrals, changes with the unit of time and is left out silently where it
    reaches 1: see `relief_capacity_dimensionless`.
    """
    allowance = _error_share(demand * cv_demand, num_referrals) if num_referrals > 0 else 1.0
    raised = demand / (1 - allowance) if allowance < 1 else demand
    return raised + divide(queue_size - target_queue_size, time_to_target)


def relief_capacity_dimensionless(
    demand: float,
    queue_size: float,
    target_queue_size: float,
    time_to_target: float = RELIEF_WEEKS,
    num_referrals: float = 0,
    cv_demand: float = 0,
) -> float:
    """The same with the allowance of a rate's standard error, 2 × cv ÷ √referrals, whatever the unit of time (CAP-6).

    NaN where so few referrals (√referrals ≤ 2 × cv) set no upper end to demand.
    """
    allowance = _error_share(cv_demand, num_referrals) if num_referrals > 0 else 0.0
    raised = demand / (1 - allowance) if allowance < 1 else math.nan
    return raised + divide(queue_size - target_queue_size, time_to_target)


def calc_target_capacity(
    demand: float, target_wait: float, factor: float = CUSTOMARY_FACTOR, cv_demand: float = 1, cv_capacity: float = 1
) -> float:
    """Demand + ((cv² + cv²) ÷ 2) × factor ÷ target wait: the limit as load nears 1 (CAP-7)."""
    return demand + variability(cv_demand, cv_capacity) * divide(factor, target_wait)


def target_capacity_kingman(
    demand: float, target_wait: float, factor: float = CUSTOMARY_FACTOR, cv_demand: float = 1, cv_capacity: float = 1
) -> float:
    """The capacity at which Kingman's mean wait is target wait ÷ factor, at any load (CAP-7)."""
    swing = 4 * demand * variability(cv_demand, cv_capacity) * divide(factor, target_wait)
    inside = demand * demand + swing
    return (demand + math.sqrt(inside)) / 2 if inside >= 0 else math.nan


def calc_waiting_list_pressure(mean_wait: float, target_wait: float) -> float:
    """2 × mean wait ÷ target wait, both in one unit (CAP-8)."""
    return divide(2 * mean_wait, target_wait)


def calc_priority_to_target(priority: float) -> int:
    """Days within which a clinical priority is to be treated: P1 7, P2 28, P3 84, others 365."""
    return PRIORITY_DAYS.get(int(priority), ROUTINE_DAYS) if math.isfinite(priority) and priority % 1 == 0 else 365


def variability(cv_demand: float, cv_capacity: float) -> float:
    """(cv of demand² + cv of capacity²) ÷ 2, which Kingman's formula multiplies waits by (CAP-18)."""
    return (cv_demand * cv_demand + cv_capacity * cv_capacity) / 2


def _error_share(spread: float, referrals: float) -> float:
    return 2 * spread / math.sqrt(referrals)
