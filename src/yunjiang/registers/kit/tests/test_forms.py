"""Forms from the declaration: what stands in them, what comes out of them, what masks and guards do."""

from typing import Any

import pytest

from yunjiang.registers.kit import forms, writing
from yunjiang.registers.kit.forms import OfferField
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import RecordRefused

pytestmark = pytest.mark.django_db


def filled(desk: Desk, **values: Any) -> dict[str, Any]:
    given = {
        "number": "7",
        "name": "书屋",
        "sort": "reading",
        "seats": "3",
        "organization": desk.units["wuhua"].pk,
    }
    return given | values


def test_it_works(desk: Desk) -> None:
    form = forms.form_for(Places, desk.clerk, data=filled(desk, cost="12.50", opened_on="2024-05-01"))
    assert form.is_valid(), form.errors
    assert [str(each.name) for each in form.sections] == ["基本情况", "规模", "联系"]
    place = writing.create(Places, form.values(), by=desk.clerk)
    assert (place.organization, str(place.cost), place.seats) == (desk.units["wuhua"], "12.50", 3)
    assert "state" not in form.fields


def test_a_mask_left_alone_changes_nothing(desk: Desk) -> None:
    place = desk.create(keeper_phone="13812345678")
    form = forms.form_for(Places, desk.clerk, record=place)
    assert form["keeper_phone"].value() == "138****5678"
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    form = forms.form_for(Places, desk.clerk, record=place, data=sent | {"name": "新书屋"})
    assert form.is_valid(), form.errors
    assert "keeper_phone" not in form.values()
    changed = writing.change(Places, place, form.values(), by=desk.clerk, revision=form.revision)
    assert (changed.keeper_phone, changed.name, changed.revision) == ("13812345678", "新书屋", 2)


def test_what_is_guarded_stands_closed_and_opens_in_a_request(desk: Desk) -> None:
    place = desk.create(number="A1")
    form = forms.form_for(Places, desk.clerk, record=place)
    assert form.fields["number"].disabled
    asked = forms.request_form_for(Places, desk.clerk, place, data={"number": "A2"})
    assert asked.is_valid(), asked.errors
    assert asked.values() == {"number": "A2"}


def test_a_link_is_offered_and_never_listed(desk: Desk) -> None:
    form = forms.form_for(Places, desk.clerk, organization=desk.units["wuhua"])
    assert isinstance(form.fields["organization"], OfferField)
    assert form["organization"].value() == desk.units["wuhua"].pk
    assert "<option" not in str(form["organization"])
    foreign = forms.form_for(Places, desk.clerk, data=filled(desk, organization=desk.units["qujing"].pk))
    assert "organization" in foreign.errors


def test_a_refusal_is_shown_at_its_field(desk: Desk) -> None:
    desk.create(number="7")
    form = forms.form_for(Places, desk.clerk, data=filled(desk))
    assert form.is_valid()
    with pytest.raises(RecordRefused) as refused:
        writing.create(Places, form.values(), by=desk.clerk)
    form.take(refused.value)
    assert list(form.errors) == ["number"]
