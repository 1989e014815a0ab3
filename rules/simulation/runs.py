"""Running a scenario many times, in batches that fit the processor's cache, each with random numbers of its own."""

from collections.abc import Callable

import numpy as np

from rules.simulation.arrivals import draw_arrivals, starting_list
from rules.simulation.engine import Engine, Weeks
from rules.simulation.forecast import Forecast, make_forecast
from rules.simulation.scenario import Scenario
from rules.simulation.sessions import draw_slots

BATCH = 125
MOST_RUNS = 20_000


def simulate(
    scenario: Scenario, runs: int = 1000, seed: int = 0, on_progress: Callable[[int, int], None] | None = None
) -> Forecast:
    """See `rules.simulation.simulate`."""
    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"A forecast takes 1 to {MOST_RUNS:,} runs.")
    if seed < 0:
        raise ValueError("The seed must not be below zero.")
    batches: list[Weeks] = []
    sizes = [min(BATCH, runs - done) for done in range(0, runs, BATCH)]
    for place, (size, source) in enumerate(zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True)):
        batches.append(run_batch(scenario, size, np.random.default_rng(source)))
        if on_progress is not None:
            on_progress(min(runs, (place + 1) * BATCH), runs)
    return make_forecast(scenario, seed, batches)


def run_batch(scenario: Scenario, runs: int, random: np.random.Generator) -> Weeks:
    """One batch of runs."""
    arrivals = draw_arrivals(random, scenario, runs)
    slots = draw_slots(random, scenario, runs)
    return Engine(random, scenario, starting_list(scenario), arrivals, slots).run()
