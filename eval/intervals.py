"""95% intervals by bootstrap, resampling whole question families.

Pairs of one family ask for the same thing in other words, so they pass and fail together;
resampling pairs as if they were independent would give intervals that are too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

RESAMPLES = 2000
SEED = 20261122  # fixed: the same replies give the same intervals
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean with its interval."""

    value: float
    low: float
    high: float
    n: int  # pairs that the metric applies to
    families: int

    def to_json(self) -> dict[str, float | int]:
        """As run.json holds it; rounded to what the interval can bear."""
        return {
            "value": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "n": self.n,
            "families": self.families,
        }


def estimate_means(
    values: Mapping[str, Sequence[float | None]],
    families: Sequence[str],
    *,
    proportions: bool = True,
) -> dict[str, Estimate | None]:
    """The mean of each metric over the pairs that it applies to, with its interval.

    `values` holds, for each metric, one value a pair (None: does not apply); `families` the
    family of each pair. Percentile bootstrap of the ratio sum/count over families drawn with
    replacement (Davison and Hinkley, 1997, section 2.4; Miller, "Adding error bars to evals",
    arXiv:2411.00640, on clusters). Where all values are 0, or all are 1, there is nothing to
    resample and the interval is Wilson's with the families as trials: ten passes of ten do not
    prove 100 %. (`proportions=False`, for differences, leaves that out.) None for a metric that
    applies to no pair.
    """
    import numpy as np

    names = sorted(set(families))
    if not names:
        return dict.fromkeys(values)
    at = {name: number for number, name in enumerate(names)}
    generator = np.random.default_rng(SEED)
    weights = generator.multinomial(len(names), [1 / len(names)] * len(names), size=RESAMPLES)
    estimates: dict[str, Estimate | None] = {}
    for metric, column in values.items():
        sums = np.zeros(len(names))
        counts = np.zeros(len(names))
        for family, value in zip(families, column, strict=True):
            if value is not None:
                sums[at[family]] += value
                counts[at[family]] += 1
        known = [value for value in column if value is not None]
        if not known:
            estimates[metric] = None
            continue
        clusters = int((counts > 0).sum())
        mean = float(sums.sum() / counts.sum())
        if proportions and set(known) in ({0.0}, {1.0}):
            low, high = wilson(clusters if mean == 1.0 else 0, clusters)
        else:
            drawn = weights @ counts
            kept = drawn > 0  # a resample may hold no pair that the metric applies to
            means = (weights @ sums)[kept] / drawn[kept]
            tail = (1 - LEVEL) / 2 * 100
            low, high = (float(x) for x in np.percentile(means, [tail, 100 - tail]))
        estimates[metric] = Estimate(
            value=mean, low=low, high=high, n=len(known), families=clusters
        )
    return estimates


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's score interval of a proportion.

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96 (Wilson, 1927).
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    p = successes / trials
    middle = p + z * z / (2 * trials)
    reach = z * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
