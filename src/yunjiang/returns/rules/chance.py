"""How often pure chance would do as much: the tails of the binomial and the χ² distribution, and many tests at once."""

from collections.abc import Sequence
from math import erfc, exp, fsum, lgamma, log, pi, sqrt


def binomial_tail(successes: int, trials: int, probability: float) -> float:
    """Return the probability of at least so many successes in so many independent trials. `probability` is within (0, 1)."""
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    hit, miss = log(probability), log(1 - probability)
    terms = (
        exp(lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1) + k * hit + (trials - k) * miss)
        for k in range(successes, trials + 1)
    )
    return min(1.0, fsum(terms))


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the probability of a χ² of at least `statistic`, by the closed forms for whole degrees of freedom.

    Abramowitz & Stegun, Handbook of Mathematical Functions, 26.4.4 (odd) and 26.4.5 (even).
    """
    if statistic <= 0:
        return 1.0
    half = statistic / 2
    if degrees % 2 == 0:
        term, terms = 1.0, [1.0]
        for k in range(1, degrees // 2):
            term *= half / k
            terms.append(term)
        return min(1.0, exp(-half) * fsum(terms))
    root = sqrt(statistic)
    terms, term = [], root
    for k in range(1, (degrees - 1) // 2 + 1):
        terms.append(term)
        term *= statistic / (2 * k + 1)
    return min(1.0, erfc(sqrt(half)) + sqrt(2 / pi) * exp(-half) * fsum(terms))


def chi_square_of_uniform(counts: Sequence[int]) -> float:
    """Return Pearson's χ² of counts against all of them being equal. At least one count is positive."""
    expected = sum(counts) / len(counts)
    return fsum((count - expected) ** 2 for count in counts) / expected


def discoveries(chances: Sequence[float], rate: float) -> list[bool]:
    """Say of each of many tests whether it still stands when at most `rate` of those that stand may be false on average.

    Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995), the step-up procedure.
    """
    ordered = sorted(chances)
    last = max(
        (n for n, chance in enumerate(ordered, 1) if chance <= rate * n / len(ordered)),
        default=0,
    )
    limit = ordered[last - 1] if last else -1.0
    return [chance <= limit for chance in chances]
