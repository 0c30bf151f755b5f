"""Sharing whole numbers out so that not one is lost. Pure."""

from collections.abc import Sequence

_PRECISION = 1_000_000


def share_out(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Return whole numbers in proportion to the weights that add up to `total` (largest remainders first).

    With `caps`, no share is larger than its cap, and what a cap cuts off goes to the others; when all caps together hold less
    than the total, every share is its cap.
    """
    scaled = [max(0, int(weight * _PRECISION)) for weight in weights]
    if caps is not None:
        return _capped(total, scaled, caps)
    return _shares(total, scaled)


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    together = sum(weights)
    if together == 0:
        return [0] * len(weights)
    shares = [total * weight // together for weight in weights]
    left = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % together), n))
    for n in by_remainder[:left]:
        shares[n] += 1
    return shares


def _capped(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    shares = [0] * len(weights)
    left = min(total, sum(caps))
    open_ones = [n for n in range(len(weights)) if caps[n] > 0]
    while left > 0:
        # A weight of nothing would never take what the others cannot hold.
        round_ = _shares(left, [max(1, weights[n]) for n in open_ones])
        for n, share in zip(open_ones, round_, strict=True):
            taken = min(share, caps[n] - shares[n])
            shares[n] += taken
            left -= taken
        open_ones = [n for n in open_ones if shares[n] < caps[n]]
    return shares
