"""Time our way and the hand-written way by turns, and say what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter


@dataclass
class Comparison:
    """Seconds of each round, ours and by hand."""

    ours: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median over the rounds of ours to by hand; a slow moment hurts one round only."""
        return median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        return [ours / by_hand for ours, by_hand in zip(self.ours, self.by_hand, strict=True)]

    def show(self, name: str, *, goal: float | None = None, other: str = "by hand") -> None:
        """Print the medians with their spread, the ratio and whether it is within the goal."""
        print(f"{name} ({len(self.ours)} rounds by turns, median and spread)")
        print(f"  ours     {_spread(self.ours, 1000)} ms")
        print(f"  {other:<8} {_spread(self.by_hand, 1000)} ms")
        print(f"  ratio    {_spread(self.ratios, 1, 2)}")
        if goal is not None:
            show_goal(f"at most {goal} times", self.ratio <= goal)


def by_turns(
    ours: Callable[[], object],
    by_hand: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = perf_counter,
) -> Comparison:
    """Run both in each round, in turn first and second; a round beforehand warms up.

    `before` runs before each of them and is not timed. `clock` gives seconds, those of the wall
    if nothing else is said.
    """
    result = Comparison()
    took: dict[Callable[[], object], float] = {}
    for number in range(rounds + 1):
        for act in (by_hand, ours) if number % 2 else (ours, by_hand):
            before()
            took[act] = seconds(act, clock)
        if number:
            result.ours.append(took[ours])
            result.by_hand.append(took[by_hand])
    return result


def seconds(act: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    start = clock()
    act()
    return clock() - start


def show_goal(goal: str, met: bool) -> None:
    print(f"  goal     {goal}: {'met' if met else 'MISSED'}")


def _spread(values: list[float], scale: float, digits: int = 0) -> str:
    middle, low, high = (v * scale for v in (median(values), min(values), max(values)))
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
