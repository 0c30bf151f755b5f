"""What belongs to a record: files, local columns, the object behind a link, sealed fields, and what follows elsewhere."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests import trails

from yunjiang.access import sealing
from yunjiang.access.models import User
from yunjiang.access.permission import Refused
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import attachments, contents, effects, extras, forms, requests, sealed, writing
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.declaration import Changed, Mask
from yunjiang.registers.kit.models import ChangeSet, Deadline, Deed, Difference, ExtraKind
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place, State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    AttachedAlready,
    AttachmentGone,
    ExtraRefused,
    GuardedField,
    RecordRefused,
    RecordVoided,
    TooManyAttachments,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _shelf(tmp_path: Path, settings: LazySettings) -> None:
    settings.YUNJIANG_FILES = tmp_path / "files"


def pdf(name: str = "证明.pdf", more: bytes = b"") -> Upload:
    return Upload(io.BytesIO(PDF + more), name)


def test_a_file_is_attached_read_and_taken_off(desk: Desk) -> None:
    place = desk.create()
    attached = attachments.attach(Places, place, pdf(), by=desk.clerk)
    assert [each.name for each in attachments.of_record(Places, place)] == ["证明.pdf"]
    with pytest.raises(AttachedAlready):
        attachments.attach(Places, place, pdf("另一名称.pdf"), by=desk.clerk)
    _headers, file = attachments.handed_out(attached, by=desk.reader)
    with file:
        assert file.read() == PDF
    assert trails.records("registers.read")[0].subject == f"sample-places:{place.pk}"
    attachments.detach(attached, by=desk.clerk)
    assert not attachments.of_record(Places, place).exists()
    assert attached.removed_by == desk.clerk
    with pytest.raises(AttachmentGone):
        attachments.detach(attached, by=desk.clerk)


def test_files_are_refused_to_who_may_not_and_where_nothing_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = desk.create()
    attached = attachments.attach(Places, place, pdf(), by=desk.clerk)
    for act in (
        lambda: attachments.attach(Places, place, pdf(more=b"2"), by=desk.stranger),
        lambda: attachments.detach(attached, by=desk.reader),
        lambda: attachments.handed_out(attached, by=desk.stranger),
    ):
        with pytest.raises(Refused):
            act()
    monkeypatch.setattr(attachments, "MOST", 1)
    with pytest.raises(TooManyAttachments):
        attachments.attach(Places, place, pdf(more=b"2"), by=desk.clerk)
    writing.void(Places, place, by=desk.clerk, reason="重复")
    with pytest.raises(RecordVoided):
        attachments.detach(attached, by=desk.clerk)


def test_a_request_brings_its_proof(desk: Desk) -> None:
    place = desk.create(number="A1")
    asked = requests.ask(Places, place, {"number": "B2"}, "换发", desk.clerk, [pdf()])
    assert [each.name for each in asked.attachments.all()] == ["证明.pdf"]
    assert not attachments.of_record(Places, place).exists()


def test_local_columns_are_typed_and_hold_below_their_unit(desk: Desk) -> None:
    for key, kind, choices in (
        ("rooms", ExtraKind.NUMBER, ()),
        ("since", ExtraKind.DAY, ()),
        ("grade", ExtraKind.CHOICE, ("甲", "乙")),
        ("open_late", ExtraKind.YES_NO, ()),
        ("motto", ExtraKind.TEXT, ()),
    ):
        extras.declare(
            Places,
            desk.units["kunming"],
            key,
            f"名{key}",
            kind,
            by=desk.checker,
            choices=choices,
            since_on=date(2024, 1, 1),
        )
    place = desk.create(
        extra__rooms="2.50",
        extra__since="2024/5/1".replace("/5/1", "/05/01"),
        extra__grade="甲",
        extra__open_late="是",
    )
    assert place.extra == {"rooms": "2.5", "since": "2024-05-01", "grade": "甲", "open_late": True}
    desk.change(place, extra__rooms="", extra__grade="乙")
    assert place.extra == {"since": "2024-05-01", "grade": "乙", "open_late": True}
    last = Difference.objects.latest("id")
    assert contents.read(last.before) == {"extra__grade": "甲", "extra__rooms": "2.5"}
    assert contents.read(last.after) == {"extra__grade": "乙"}
    with pytest.raises(RecordRefused) as refused:
        desk.change(place, extra__rooms="两", extra__grade="丙", extra__nothing="1", extra__open_late="也许")
    assert set(refused.value.problems) == {
        "extra__rooms",
        "extra__grade",
        "extra__nothing",
        "extra__open_late",
    }
    with pytest.raises(RecordRefused):
        desk.create(unit="qujing", by=desk.stranger, extra__rooms="1")
    form = forms.form_for(Places, desk.clerk, record=place)
    assert [each.name for each in form.sections[-1].fields] == [
        "extra__rooms",
        "extra__since",
        "extra__grade",
        "extra__open_late",
        "extra__motto",
    ]
    assert form["extra__grade"].value() == "乙"


def test_a_local_column_is_declared_once_and_ended(desk: Desk) -> None:
    kunming, wuhua = desk.units["kunming"], desk.units["wuhua"]

    def declare(unit: Organization, key: str = "rooms", by: User | None = None, **facts: Any) -> Any:
        given = {"name": "房间", "kind": ExtraKind.NUMBER, "since_on": date(2024, 1, 1)} | facts
        return extras.declare(Places, unit, key, by=by or desk.checker, **given)

    field = declare(kunming)
    for refused in (
        lambda: declare(wuhua),
        lambda: declare(kunming, "Rooms!"),
        lambda: declare(kunming, "grade", kind=ExtraKind.CHOICE, choices=["甲"]),
        lambda: extras.end(field, date(2023, 1, 1), by=desk.checker),
    ):
        with pytest.raises(ExtraRefused):
            refused()
    with pytest.raises(Refused):
        declare(kunming, "other", by=desk.clerk)
    extras.end(field, date(2024, 6, 1), by=desk.checker)
    assert extras.fields_for(Places, desk.path("wuhua"), date(2024, 5, 31)) == [field]
    assert extras.fields_for(Places, desk.path("wuhua"), date(2024, 6, 1)) == []


class Keeper:
    """Writes the unit behind the record's link, as a stand-in for any object that a form edits as well."""

    def check(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        return {"key": "太短"} if len(values.get("key", "long enough")) < 3 else {}

    def write(self, instance: Any, values: Mapping[str, Any], by: User | None) -> Changed:
        if values["key"] == "taken":
            raise RecordRefused("", {"key": "已被使用"})
        if instance.key == values["key"]:
            return Changed(instance, {}, {})
        before = instance.key
        Organization.objects.filter(pk=instance.pk).update(key=values["key"])
        instance.key = values["key"]
        return Changed(instance, {"key": before}, {"key": values["key"]})


def test_the_object_behind_a_link_is_written_with_the_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places, "owned", {"organization": Keeper()})
    place = desk.create()
    desk.change(place, organization__key="new-key", name="新")
    assert Organization.objects.filter(key="new-key").exists()
    last = Difference.objects.latest("id")
    assert contents.read(last.before) == {"name": "书屋", "organization__key": "530102"}
    assert contents.read(last.after) == {"name": "新", "organization__key": "new-key"}
    assert desk.change(place, organization__key="new-key").revision == 2
    for key in ("x", "taken"):
        with pytest.raises(RecordRefused) as refused:
            desk.change(place, organization__key=key, name="不存")
        assert set(refused.value.problems) == {"organization__key"}
    monkeypatch.setattr(Places, "guarded", ("organization__key",))
    with pytest.raises(GuardedField):
        desk.change(place, organization__key="another")
    assert Organization.objects.filter(key="new-key").exists()
    assert Place.objects.get().name == "新"


def test_what_follows_in_another_record_is_not_asked_and_is_on_record(desk: Desk) -> None:
    foreign = desk.create(unit="qujing", by=desk.stranger)
    effects.change(Places, foreign, {"state": State.FILED}, by=desk.clerk, because="随合并")
    assert (foreign.state, Deadline.objects.get().record) == (State.FILED, foreign.pk)
    last = ChangeSet.objects.latest("id")
    assert (last.deed, last.by, last.reason) == (Deed.EFFECT, desk.clerk, "随合并")
    effects.move(Places, foreign, "open", by=desk.clerk, values={"opened_on": date(2024, 5, 1)})
    made = effects.create(
        Places,
        {"number": "E1", "name": "附设", "sort": "sport", "state": State.OPEN},
        by=desk.clerk,
        organization=desk.units["qujing"],
        because="随合并",
    )
    assert made.state == foreign.state == State.OPEN
    effects.change(Places, made, {"organization": desk.units["wuhua"]}, by=None, because="随迁")
    assert Place.objects.get(pk=made.pk).path == desk.path("wuhua")


def test_a_sealed_field_takes_a_text_and_tells_only_its_mask(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide = Mask(lambda text: text[0] + "*" * (len(text) - 1), column="door_code_mask")
    monkeypatch.setattr(Places, "masked", {"door_code": hide})
    monkeypatch.setattr(Places, "sections", {"门禁": ("number", "name", "door_code")})
    place = desk.create(door_code="7421 55")
    place.refresh_from_db()
    context = sealed.context(Place, "door_code")
    assert sealing.open_(place.door_code, context) == "742155"
    assert (place.door_code_mask, bytes(place.door_code_key)) == ("7*****", sealing.index("742155", context))
    assert desk.change(place, door_code="742155").revision == 1
    form = forms.form_for(Places, desk.clerk, record=place)
    assert (form["door_code"].value(), form.fields["door_code"].label) == ("7*****", "门禁密码")
    desk.change(place, door_code="900000")
    last = Difference.objects.latest("id")
    assert contents.read(last.after)["door_code"] == "9*****"
    assert contents.read(last.before)["door_code"] == "7*****"
    assert all(
        "42155" not in text for row in Difference.objects.values_list("before", "after") for text in row
    )
    monkeypatch.setattr(Places, "guarded", ("door_code",))
    asked = requests.ask(Places, place, {"door_code": "111111"}, "换码", desk.clerk)
    assert asked.shown == {"door_code": {"before": "9*****", "after": "1*****"}}
    requests.approve(asked, desk.checker)
    place.refresh_from_db()
    assert sealing.open_(place.door_code, context) == "111111"
    desk.change(place, name="不动门禁")
