"""Every page of a register is shown to who may see it."""

from django.test import Client

from yunjiang.web.tests.registers.world import HERE, World


def test_it_works(officer: Client, world: World) -> None:
    place = world.opened()
    for address in [
        "/registers/", "/registers/requests/", "/registers/deadlines/", "/registers/notices/", HERE, f"{HERE}new/",
        f"{HERE}{place.pk}/", f"{HERE}{place.pk}/edit/", f"{HERE}{place.pk}/request/", f"{HERE}{place.pk}/history/",
        f"{HERE}{place.pk}/handling/", f"{HERE}{place.pk}/attachments/", f"{HERE}{place.pk}/counted/",
        f"{HERE}{place.pk}/notices/", f"{HERE}{place.pk}/move/close/", f"{HERE}{place.pk}/as-of/?on=2020-01-01",
        f"{HERE}offer/organization/?q=五华",
    ]:  # fmt: skip
        answer = officer.get(address)
        assert answer.status_code == 200, address
