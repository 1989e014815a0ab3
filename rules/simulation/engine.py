"""The weeks of many runs at once: who is booked, who attends, who leaves, who still waits.

Patients are counted by priority and week of referral. Sessions, bookings and referrals go day by day, so that nobody is
seen on or before the day of referral; attendance, rebooking and removals are settled at the end of the week. Groups
are weeks of referral cut so that the weekly census falls exactly into the week bands of the monthly return.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rules.simulation.arrivals import Counts, StartingList
from rules.simulation.scenario import Scenario

THRESHOLDS = (18, 26, 40, 52, 65, 78)
BANDS = 105


def thresholds_of(scenario: Scenario) -> tuple[int, ...]:
    """The weeks that waits are counted over; the last is that of the scenario's standard."""
    return (*THRESHOLDS, scenario.standard_weeks)


@dataclass(frozen=True, slots=True)
class Weeks:
    """What happened, by run and week. Stocks have one census more than there are weeks: the start.

    `waiting` (runs, weeks + 1, priorities); `over` (runs, weeks + 1, `thresholds_of` the scenario); `treated`,
    `removed`, `referred`, `slots` (runs, weeks); `bands` (weeks + 1, 105) summed over runs; `weeks_waited` and
    `treated_by_priority` (weeks, priorities) summed over runs.
    """

    waiting: Counts
    over: Counts
    treated: Counts
    removed: Counts
    referred: Counts
    slots: Counts
    bands: NDArray[np.int64]
    weeks_waited: NDArray[np.float64]
    treated_by_priority: Counts


class Engine:
    """One batch of runs; `run` goes through the weeks and gives what happened."""

    def __init__(
        self, random: Generator, scenario: Scenario, start: StartingList, arrivals: Counts, slots: Counts
    ) -> None:
        runs, _, classes = arrivals.shape
        weeks = scenario.weeks
        self.random, self.scenario, self.arrivals, self.slots = random, scenario, arrivals, slots
        self.back = start.weeks_back
        self.free = np.zeros((runs, classes, self.back + weeks + 1), dtype=np.int32)
        self.free[:, :, : self.back + 1] = start.counts
        self.rebooked = np.zeros_like(self.free)
        self.returns: list[tuple[Counts, Counts]] = []
        self.first = 0
        self.told = Weeks(
            waiting=np.zeros((runs, weeks + 1, classes), dtype=np.int64),
            over=np.zeros((runs, weeks + 1, len(thresholds_of(scenario))), dtype=np.int64),
            treated=np.zeros((runs, weeks), dtype=np.int64),
            removed=np.zeros((runs, weeks), dtype=np.int64),
            referred=arrivals.sum(axis=2).reshape(runs, weeks, 7).sum(axis=2),
            slots=slots.reshape(runs, weeks, 7).sum(axis=2),
            bands=np.zeros((weeks + 1, BANDS), dtype=np.int64),
            weeks_waited=np.zeros((weeks, classes)),
            treated_by_priority=np.zeros((weeks, classes), dtype=np.int64),
        )

    def run(self) -> Weeks:
        self._count(0)
        for week in range(self.scenario.weeks):
            self._return_rebooked(week)
            self._remove(week)
            eligible = self.free[:, :, self._active(week)].sum(axis=2)
            booked = self._book(week, eligible)
            self._refer(week)
            refills = self._see(week, booked)
            if self.scenario.refilled:
                self._refill(week, refills, eligible - booked)
            self._count(week + 1)
        return self.told

    def _active(self, week: int) -> slice:
        """The groups of referral weeks that may hold somebody in this week, its own and the next included."""
        return slice(self.first, self.back + week + 2)

    def _book(self, week: int, eligible: Counts) -> Counts:
        """How many of each priority are given slots of the week, day by day: shape (runs, priorities)."""
        left, booked = eligible.astype(np.int64), np.zeros_like(eligible, dtype=np.int64)
        for day in range(7 * week, 7 * week + 7):
            slots = self.slots[:, day]
            if slots.any():
                before = np.cumsum(left, axis=1) - left
                taken = np.clip(slots[:, None] - before, 0, left)
                left -= taken
                booked += taken
            left += self.arrivals[:, day]
        return booked

    def _refer(self, week: int) -> None:
        """Add the referrals of the week: those of its last day are in the next group."""
        days = self.arrivals[:, 7 * week : 7 * week + 7]
        self.free[:, :, self.back + week] += days[:, :6].sum(axis=1).astype(np.int32)
        self.free[:, :, self.back + week + 1] += days[:, 6].astype(np.int32)

    def _take_longest(self, week: int, wanted: Counts) -> tuple[Counts, Counts]:
        """Take so many of each run and priority, longest wait first: places in the flat array, and counts."""
        active = self._active(week)
        groups = self.free[:, :, active]
        taken = np.cumsum(groups, axis=2, dtype=np.int32)  # up to and with each group
        np.subtract(groups + wanted[:, :, None].astype(np.int32), taken, out=taken)  # wanted less those before it
        np.minimum(np.maximum(taken, 0, out=taken), groups, out=taken)
        groups -= taken
        return self._find(taken)

    def _see(self, week: int, booked: Counts) -> Counts:
        """Settle the booked appointments; returns the slots freed that are filled again: shape (runs,)."""
        assumed = self.scenario
        places, left = self._take_longest(week, booked)
        hospital, left = self._part(left, assumed.hospital_cancels, 1.0)
        cancelled, left = self._part(left, assumed.patient_cancels, 1 - assumed.hospital_cancels)
        missed, left = self._part(left, assumed.missed, 1 - assumed.hospital_cancels - assumed.patient_cancels)
        self._treat(week, places, left)
        lost_cancelled = self._lose(cancelled, assumed.patient_cancels_rebooked)
        lost_missed = self._lose(missed, assumed.missed_rebooked)
        self._add_by_run(self.told.removed, week, places, lost_cancelled + lost_missed)
        self._rebook(places, hospital + cancelled + missed - lost_cancelled - lost_missed)
        refills = np.bincount(self._run_of(places), weights=cancelled, minlength=len(booked)).astype(np.int64)
        return self.random.binomial(refills, assumed.refilled)

    def _refill(self, week: int, refills: Counts, still: Counts) -> None:
        """Freed slots go to those still waiting since before the week; they come at short notice, so they attend."""
        left = np.maximum(still, 0)
        before = np.cumsum(left, axis=1) - left
        places, counts = self._take_longest(week, np.clip(refills[:, None] - before, 0, left))
        self._treat(week, places, counts)

    def _part(self, left: Counts, share: float, of: float) -> tuple[Counts, Counts]:
        """Draw a share (of a whole that has shrunk to `of`) from counts: the part, and what is left."""
        if not share:
            return np.zeros_like(left), left
        part = self.random.binomial(left, min(1.0, share / of))
        return part, left - part

    def _lose(self, counts: Counts, rebooked: float) -> Counts:
        """Those of `counts` who are not rebooked."""
        return np.zeros_like(counts) if rebooked == 1 else self.random.binomial(counts, 1 - rebooked)

    def _treat(self, week: int, places: Counts, counts: Counts) -> None:
        self._add_by_run(self.told.treated, week, places, counts)
        group = places % self.free.shape[2]
        priority = places // self.free.shape[2] % self.free.shape[1]
        weeks = np.maximum(0.5, self.back + week - group + 0.5)
        classes = self.free.shape[1]
        self.told.weeks_waited[week] += np.bincount(priority, weights=weeks * counts, minlength=classes)
        self.told.treated_by_priority[week] += np.bincount(priority, weights=counts, minlength=classes).astype(np.int64)

    def _rebook(self, places: Counts, counts: Counts) -> None:
        """They wait on, and may be booked again after the weeks of rebooking."""
        self.rebooked.reshape(-1)[places] += counts.astype(np.int32)
        self.returns.append((places, counts))

    def _return_rebooked(self, week: int) -> None:
        if week < self.scenario.rebook_weeks:
            return
        places, counts = self.returns[week - self.scenario.rebook_weeks]
        self.rebooked.reshape(-1)[places] -= counts.astype(np.int32)
        self.free.reshape(-1)[places] += counts.astype(np.int32)

    def _remove(self, week: int) -> None:
        """Removals other than treatment, from all who wait without a new date."""
        if not self.scenario.removed_weekly:
            return
        places, counts = self._find(self.free[:, :, self._active(week)])
        gone = self.random.binomial(counts, self.scenario.removed_weekly)
        self.free.reshape(-1)[places] -= gone.astype(np.int32)
        self._add_by_run(self.told.removed, week, places, gone)

    def _count(self, census: int) -> None:
        """Who waits after so many weeks, and how long: group i waits max(0, weeks − 1 − i) whole bands."""
        active = slice(self.first, self.back + census + 1)
        waiting = self.free[:, :, active] + self.rebooked[:, :, active]
        self.told.waiting[:, census] = waiting.sum(axis=2)
        groups = waiting.sum(axis=1)
        for place, weeks in enumerate(thresholds_of(self.scenario)):
            last = self.back + census - weeks - self.first
            if last > 0:
                self.told.over[:, census, place] = groups[:, :last].sum(axis=1)
        totals = groups.sum(axis=0)
        bands = np.clip(self.back + census - 1 - self.first - np.arange(len(totals)), 0, BANDS - 1)
        np.add.at(self.told.bands[census], bands, totals)
        filled = np.flatnonzero(totals)
        self.first += int(filled[0]) if len(filled) else max(0, len(totals) - 1)

    def _find(self, groups: NDArray[np.int32]) -> tuple[Counts, Counts]:
        """Where the active groups hold somebody: places in the flat array of all groups, and counts."""
        flat = groups.reshape(-1)
        found = np.flatnonzero(flat)
        queue, group = np.divmod(found, groups.shape[2])
        return queue * self.free.shape[2] + group + self.first, flat[found].astype(np.int64)

    def _run_of(self, places: Counts) -> Counts:
        return places // (self.free.shape[1] * self.free.shape[2])

    def _add_by_run(self, into: Counts, week: int, places: Counts, counts: Counts) -> None:
        into[:, week] += np.bincount(self._run_of(places), weights=counts, minlength=len(into)).astype(np.int64)
