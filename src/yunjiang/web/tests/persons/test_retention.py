"""What is kept of persons for how long: shown to and let go by who checks the records of all units, and nobody else."""

from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import Role
from yunjiang.access.tests import cast
from yunjiang.background.tests.performed import perform_all
from yunjiang.persons import writing
from yunjiang.persons.models import Person

from .conftest import World

PAGE = "/persons/retention/"


def test_the_province_lets_go_what_is_over_its_time(world: World) -> None:
    chief = cast.person("chief", world.hall.cast.province)
    services.assign(chief, Role.OFFICE, world.hall.cast.province, valid_from=cast.FIRST_DAY)
    client = world.client(chief)
    assert "没有超过保存期限" in client.get(PAGE).text
    lone = writing.write(None, {"name": "无人"}, by=None).instance
    Person.objects.filter(pk=lone.pk).update(changed_at=timezone.now().replace(year=2020, day=1))
    assert "1 条人员信息超过保存期限" in client.get(PAGE).text
    assert PAGE in client.get("/registers/").text
    client.post(PAGE, {"rule": "unattached-persons", "reason": ""})
    assert Person.objects.get(pk=lone.pk).erased_at is None
    begun = client.post(PAGE, {"rule": "unattached-persons", "reason": "到期"})
    perform_all()
    assert "已删除1条。" in client.get(begun.headers["Location"]).text
    assert Person.objects.get(pk=lone.pk).erased_at is not None


def test_who_checks_one_county_neither_sees_nor_lets_go(world: World) -> None:
    for client in (world.officer, world.stranger):
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"rule": "unattached-persons", "reason": "到期"}).status_code == 403
        assert PAGE not in client.get("/registers/").text
