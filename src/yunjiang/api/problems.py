"""Every refusal as RFC 9457 has it: application/problem+json with the sentence that a page would say."""

import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from yunjiang.access import trail
from yunjiang.access.keys.refusals import KeyRefused
from yunjiang.access.models import Result
from yunjiang.access.permission import Refused
from yunjiang.access.trail import situation
from yunjiang.ledger.refusals import LedgerRefusal
from yunjiang.persons.refusals import ConsentNotAsked
from yunjiang.registers.kit import refusals as kit
from yunjiang.registers.kit import writing_refusals as writing
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.members.refusals import MayNotJoin, NoticeNotShown, UnknownReceipt

from .rates import refusals_told
from .refusals import ApiRefusal, Fault, NoSuchAddress, NotSignedIn, TooMany, Unreadable

logger = logging.getLogger(__name__)

TYPE = "application/problem+json"
# The first that fits. What a register refuses is a conflict with what stands, unless it says otherwise.
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (Refused, 403),
    (PermissionDenied, 403),
    (KeyRefused, 401),
    (writing.ChangedMeanwhile, 412),
    (writing.RecordGone, 404),
    (writing.UnknownMove, 404),
    (kit.UnknownRegister, 404),
    (writing.RecordRefused, 422),
    (writing.ReasonMissing, 422),
    (kit.FiltersUnreadable, 422),
    (kit.NoPlaceInList, 422),
    (kit.UnknownColumn, 422),
    (kit.PurposeMissing, 422),
    (kit.UnknownPurpose, 422),
    (kit.PurposeNotForThis, 422),
    (kit.NothingHidden, 422),
    (writing.NotThereYet, 404),
    (writing.TooMany, 422),
    (writing.FourEyes, 403),
    (UnknownReceipt, 404),
    (ConsentNotAsked, 422),
    (NoticeNotShown, 422),
    (MayNotJoin, 422),
    (RegisterRefusal, 409),
    (LedgerRefusal, 409),
    (Http404, 404),
    (RequestDataTooBig, 413),
    (SuspiciousOperation, 400),
)


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the answer that tells of a refusal; one of permission is put on record first. A fault of ours is logged."""
    known, status = _known(request, error)
    if status == 403:
        _put_on_record(request, known)
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": type(known).__name__,
        "status": status,
        "detail": str(known),
    }
    if isinstance(known, writing.RecordRefused):
        told["problems"] = {path: str(text) for path, text in known.problems.items()}
    if isinstance(known, writing.ChangedMeanwhile):
        told["revision"] = known.revision
        told["conflicts"] = [vars(each) for each in known.conflicts]
    if isinstance(known, writing.BulkRefused):
        told["problems"] = {str(each.record): each.sentence for each in known.rows}
    if isinstance(known, Unreadable):
        told["problems"] = dict(known.problems)
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False, default=str), status=status, content_type=TYPE
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(known, TooMany):
        response.headers["Retry-After"] = str(known.seconds)
    return response


def _known(request: HttpRequest, error: Exception) -> tuple[Exception, int]:
    """Return what to tell of, and with which status."""
    if isinstance(error, ValidationError):
        error = Unreadable([(_where(each), str(each.get("msg", ""))) for each in error.errors])
    elif isinstance(error, HttpError):
        error = Unreadable([("", str(error))]) if error.status_code < 500 else Fault()
        if isinstance(error, Unreadable) and "nauthorized" in error.problems[0][1]:
            error = NotSignedIn()
    elif isinstance(error, Http404):
        error = NoSuchAddress(request.path)
    if isinstance(error, ApiRefusal):
        return error, error.status
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return error, status
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return Fault(), Fault.status


def _where(problem: dict[str, Any]) -> str:
    return ".".join(str(each) for each in problem.get("loc", ()) if each not in ("body", "query", "wanted"))


def _put_on_record(request: HttpRequest, refusal: Exception) -> None:
    if refusal in situation.current().already_told:
        return
    user = request.user
    if not refusals_told.has_room(f"user:{user.pk}"):
        return
    facts: dict[str, object] = {"method": request.method, "sentence": str(refusal)[:400]}
    unit = refusal.organization_id if isinstance(refusal, Refused) else None
    trail.note(
        "access.refused",
        subject=f"api:{request.path}"[:200],
        organization_id=unit,
        facts=facts | ({"act": refusal.act} if isinstance(refusal, Refused) else {}),
        result=Result.REFUSED,
    )
