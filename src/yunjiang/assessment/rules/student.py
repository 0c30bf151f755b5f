"""Student's t distribution for whole degrees of freedom, by its closed forms (Abramowitz & Stegun 26.7.3 and 26.7.4)."""

from functools import lru_cache
from math import atan, cos, isinf, pi, sin, sqrt


def below(t: float, degrees: int) -> float:
    """Return the probability that a t-distributed number is at most `t`. `degrees` is 1 or more."""
    if isinf(t):
        return 1.0 if t > 0 else 0.0
    return (1 + _within(abs(t), degrees) * (1 if t >= 0 else -1)) / 2


@lru_cache(maxsize=1024)
def two_sided_quantile(confidence: float, degrees: int) -> float:
    """Return the t with probability `confidence` (0..1, exclusive) between −t and t, to about 12 digits, by bisection."""
    low, high = 0.0, 1.0
    while _within(high, degrees) < confidence and high < 1e15:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < confidence else (low, middle)
    return (low + high) / 2


def _within(t: float, degrees: int) -> float:
    """Return the probability between −t and t."""
    angle = atan(t / sqrt(degrees))
    if degrees == 1:
        return 2 * angle / pi
    square = cos(angle) ** 2
    is_odd = degrees % 2
    term = cos(angle) if is_odd else 1.0
    total = term
    for k in range(2 + is_odd, degrees - 1, 2):
        term *= square * (k - 1) / k
        total += term
    if is_odd:
        return 2 / pi * (angle + sin(angle) * total)
    return sin(angle) * total
