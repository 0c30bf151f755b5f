import pytest
from django.test import RequestFactory

from yunjiang.access.signing import addresses


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "nonsense", "unknown"),
    ],
)
def test_only_what_trusted_proxies_tell_is_believed(
    rf: RequestFactory, settings: object, proxies: int, told: str, address: str
) -> None:
    settings.YUNJIANG_PROXIES = proxies
    request = rf.get("/", headers={"X-Forwarded-For": told} if told else {}, REMOTE_ADDR="10.0.0.9")
    assert addresses.of(request) == address
