"""Joining a union from a phone, open to everybody: which words to show, where to apply, the application, what became of it.

Nobody signs in here, and whoever is signed in does nothing as that person; so often a minute from one address, and no more.
Receipts travel in bodies, never in addresses, which are written down on the way.
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictStr, WithJsonSchema

from yunjiang.organizations.models import Organization
from yunjiang.persons import purposes
from yunjiang.registers.members import applying
from yunjiang.registers.members.refusals import NoUnion

from .shapes import Strict

router = Router(tags=["手机入会"], auth=None)
_PATHS = (*applying.OF_PERSON, *applying.OWN)


class Words(Schema):
    """What is to be shown before anything is asked: `version` is sent back with the application."""

    purpose: str
    name: str
    basis: str
    source: str
    handles: str
    version: str
    text: str
    is_optional: bool


class Shown(Schema):
    words: list[Words]


class Place(Schema):
    key: str
    name: str
    kind: str


class Places(Schema):
    places: list[Place]


class Application(Strict):
    """`values` by path as in the register of members; `agrees` names what is agreed to besides, by purpose, with its version."""

    unit: str = Field(
        max_length=64, description="The key of the union, or of the county for who has none at work."
    )
    values: Annotated[
        dict[str, StrictStr | StrictBool | None],
        WithJsonSchema(
            {
                "type": "object",
                "properties": {path: {"type": ["string", "boolean", "null"]} for path in _PATHS},
                "required": list(applying.NEEDED),
                "additionalProperties": False,
            }
        ),
    ]
    notice: str = Field(max_length=20)
    agrees: dict[str, str] = Field(default_factory=dict, max_length=10)


class Holder(Strict):
    receipt: str = Field(max_length=40)


class Told(Schema):
    """What became of an application; `sentence` says what comes next, `due_on` by when."""

    state: str
    state_name: str
    unit: str
    desk: str
    sentence: str
    due_on: date | None


class Received(Told):
    """Also the receipt: it is told this once."""

    receipt: str


@router.get("/words/", response=Shown, operation_id="joining-words", summary="入会告知与可选同意事项")
def words(request: HttpRequest) -> Any:
    own = purposes.of(applying.PURPOSE)
    found = [_words(own, own.notice_version, own.notices[own.notice_version], is_optional=False)]
    for code in applying.BESIDES:
        each = purposes.of(code)
        found.append(_words(each, each.current_version, each.texts[each.current_version], is_optional=True))
    return {"words": found}


@router.get("/places/", response=Places, operation_id="joining-places", summary="可以申请加入的工会")
def places(request: HttpRequest, text: str = "", unit: str = "") -> Any:
    """List the unions, at most twenty: by a part of the name or its pinyin, below a unit (its key)."""
    within = Organization.objects.filter(key=unit[:64]).first() if unit else None
    if unit and within is None:
        return {"places": []}
    return {
        "places": [
            {"key": each.organization.key, "name": each.name, "kind": each.kind}
            for each in applying.places(text[:60], within)
        ]
    }


@router.post("/applications/", response={201: Received}, operation_id="joining-apply", summary="提交入会申请")
def apply(request: HttpRequest, wanted: Application) -> Any:
    """Take an application in. The answer is the same whether or not the applicant is known here."""
    unit = Organization.objects.filter(key=wanted.unit).first()
    if unit is None:
        raise NoUnion(wanted.unit)
    made, receipt = applying.receive(unit, wanted.values, notice=wanted.notice, agrees=wanted.agrees)
    return 201, {**vars(applying.told(made)), "receipt": receipt}


@router.post("/state/", response=Told, operation_id="joining-state", summary="凭回执查询办理情况")
def state(request: HttpRequest, holder: Holder) -> Any:
    return vars(applying.told(applying.found(holder.receipt)))


@router.post("/withdraw/", response=Told, operation_id="joining-withdraw", summary="凭回执撤回申请")
def withdraw(request: HttpRequest, holder: Holder) -> Any:
    applying.withdraw(applying.found(holder.receipt))
    return vars(applying.told(applying.found(holder.receipt)))


def _words(purpose: purposes.Purpose, version: str, text: str, *, is_optional: bool) -> dict[str, Any]:
    return {
        "purpose": purpose.code,
        "name": purpose.name,
        "basis": str(purpose.basis.label),
        "source": purpose.source,
        "handles": purpose.handles,
        "version": version,
        "text": text,
        "is_optional": is_optional,
    }
