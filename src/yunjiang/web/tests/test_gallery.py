import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    client.force_login(casting.assemble().owner)
    shown = client.get("/gallery/").text
    assert "推广先进操作法" in shown
    assert shown.count('<svg class="bar') >= 16


def test_the_gallery_is_not_served_on_a_real_site() -> None:
    from yunjiang import settings

    assert settings.YUNJIANG_GALLERY is settings.DEBUG is False
