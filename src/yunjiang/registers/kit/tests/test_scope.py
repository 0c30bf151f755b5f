from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access.models import Role
from yunjiang.access.permission import Act, Refused
from yunjiang.access.tests.cast import Cast, assemble, plant
from yunjiang.organizations import services
from yunjiang.organizations.models import Kind, Standing
from yunjiang.registers.kit import placing, registry, scope

from .sample.models import Place
from .world import officer, place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PLACES = registry.of("sample-places")


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_it_works(cast: Cast) -> None:
    kept = place(cast.wuhua, "P1")
    keeper = officer("keeper", cast.kunming)
    assert list(scope.visible(PLACES, keeper)) == [kept]
    assert scope.may(PLACES, keeper, Act.KEEP_RECORDS, kept)
    scope.require(PLACES, keeper, Act.KEEP_RECORDS, cast.wuhua)


def test_a_unit_whose_number_begins_alike_lies_elsewhere(cast: Cast) -> None:
    """Paths end with a slash: below /1/2/ lies /1/2/7/, and not /1/27/."""
    assert scope.below(["/1/2/"]) != scope.below(["/1/27/"])
    for number, path in enumerate(("/1/2/", "/1/2/7/", "/1/27/", "/1/20/", "/11/2/", "/1/", "/1/3/")):
        row = place(cast.wuhua, f"P{number}")
        Place.objects.filter(pk=row.pk).update(path=path)
    below = Place.objects.filter(scope.below(["/1/2/"])).order_by("path")
    assert [row.path for row in below] == ["/1/2/", "/1/2/7/"]
    assert not Place.objects.filter(scope.below([])).exists()


def test_others_are_refused_in_a_sentence(cast: Cast) -> None:
    kept = place(cast.wuhua, "P1")
    elsewhere = officer("elsewhere", cast.qujing)
    assert not scope.visible(PLACES, elsewhere).exists()
    assert not scope.may(PLACES, elsewhere, Act.SEE_RECORDS, kept)
    with pytest.raises(Refused, match="五华区"):
        scope.require(PLACES, elsewhere, Act.SEE_RECORDS, kept)


def test_a_role_reads_only_while_it_lasts(cast: Cast) -> None:
    place(cast.wuhua, "P1")
    reader = officer("reader", cast.kunming, Role.REVIEWER)
    assert scope.visible(PLACES, reader, date(2024, 1, 1)).exists()
    assert not scope.visible(PLACES, reader, date(2020, 1, 1)).exists()


def test_records_follow_their_unit_and_leave_others_where_they_are(cast: Cast) -> None:
    moving, staying = place(cast.wuhua, "P1"), place(cast.kunming, "P2")
    union = plant("union", "某工会", Kind.UNION, cast.wuhua)
    deep = place(union, "P3")
    keeper = officer("keeper", cast.qujing)
    services.move(cast.wuhua, on=date(2024, 1, 1), parent=cast.qujing)
    for each in (moving, staying, deep):
        each.refresh_from_db()
    assert moving.path == scope.path_of(cast.wuhua.pk)
    assert deep.path == scope.path_of(union.pk)
    assert staying.path == scope.path_of(cast.kunming.pk)
    assert set(scope.visible(PLACES, keeper)) == {moving, deep}


def test_the_records_of_a_closed_unit_stay_where_it_stood(cast: Cast) -> None:
    union = plant("union", "某工会", Kind.UNION, cast.wuhua)
    kept = place(union, "P1")
    services.close(union, on=date(2023, 1, 1))
    services.move(cast.wuhua, on=date(2024, 1, 1), parent=cast.qujing)
    kept.refresh_from_db()
    assert kept.path == scope.path_of(union.pk) != ""
    assert placing.replace_paths() == 0


def test_a_move_of_a_later_day_is_followed_on_that_day(cast: Cast) -> None:
    kept = place(cast.wuhua, "P1")
    services.move(cast.wuhua, on=timezone.localdate() + timedelta(days=1), parent=cast.qujing)
    kept.refresh_from_db()
    assert kept.path == scope.path_of(cast.wuhua.pk)
    assert placing.replace_paths() == 0
    Standing.objects.filter(organization=cast.wuhua, valid_from__gt=timezone.localdate()).update(
        valid_from=timezone.localdate()
    )
    assert placing.misplaced(Place) == [(cast.wuhua.pk, kept.path, scope.path_of(cast.wuhua.pk))]
    assert placing.replace_paths() == 1
    assert placing.misplaced(Place) == []
