"""From which network address a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def of(request: HttpRequest) -> str:
    """Return the address of the client: as the trusted proxies tell it (YUNJIANG_PROXIES of them), else of the connection.

    Each proxy appends the address it was asked from, so the entry that counts stands that many places from the right; what
    a client writes there itself stands further left and is not believed.
    """
    proxies: int = settings.YUNJIANG_PROXIES
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    candidate = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(candidate))
    except ValueError:
        return UNKNOWN


def whole(address: str) -> str:
    """Return what failures are counted under: an IPv6 client owns a whole /64 and can change addresses within it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
