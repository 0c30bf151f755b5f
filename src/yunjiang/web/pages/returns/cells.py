"""Where pages send cells as they are left: saved one by one, answered with what became of each and what the rules say now."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act
from yunjiang.returns import checking
from yunjiang.returns.models import Origin, Return
from yunjiang.web.pages.returns import beside, marks, reading, saving
from yunjiang.web.pages.returns.saving import Content, Sent, Words
from yunjiang.web.templatetags import components

MOST_CELLS = 5000  # a pasted block of all counties and all questions has some thousand


@require_POST
def cells(request: HttpRequest, cycle: int) -> JsonResponse:
    """Save cells of a cycle's returns; answer with contents that stand, problems, conflicts, findings and progress."""
    who, found = reading.cycle(request, cycle, Act.FILL_RETURNS)
    body = _body(request)
    sent = [_sent(each) for each in body["cells"]]
    words = [_words(each) for each in body["passages"]]
    versions = _versions(body["versions"])
    keys = [*(each.key for each in sent), *(each.key for each in words)]
    outcome = saving.save(who.user, found, sent, words, versions)
    if not outcome.opened:
        return JsonResponse({"sentence": outcome.sentences[0]}, status=403)
    # Of a return that was only named to it, and is another's, nothing is told.
    touched = list(Return.objects.filter(cycle=found, pk__in=outcome.opened).select_related("cycle", "place"))
    findings = checking.findings_of_many(touched) if sent else {}
    return JsonResponse(
        {
            "versions": outcome.versions,
            "saved_at": f"{timezone.localtime():%H:%M}",
            "cells": {key: _became(outcome, key) for key in keys},
            **_said(touched, findings),
        }
    )


def _became(outcome: saving.Outcome, key: str) -> dict[str, Any]:
    if key in outcome.problems:
        return {"problem": outcome.problems[key]}
    if key in outcome.quarrels:
        quarrel = outcome.quarrels[key]
        told = _("cannot be provided") if quarrel.stands.is_unavailable else quarrel.stands.text or _("empty")
        return {
            "conflict": {
                "stands": saving.as_json(quarrel.stands),
                "told": told,
                "by": quarrel.by,
                "at": saving.clock(quarrel.at),
            }
        }
    return {"stands": saving.as_json(outcome.stands[key])} if key in outcome.stands else {}


def _said(reports: list[Return], findings: Mapping[int, Any]) -> dict[str, Any]:
    """Return what the rules find in the returns that were touched, and how far these are."""
    if not findings:
        return {}
    told: dict[str, str] = {}
    asks: list[str] = []
    for report in reports:
        for code, found in beside.by_question(beside.while_filling(findings[report.pk])).items():
            told[f"{report.pk}|{code}"] = beside.drawn(found)
            if any(not each.is_hard for each in found):
                asks.append(f"{report.pk}|{code}")
    far = beside.progress(reports, findings)
    parts = {
        f"progress-{number}": render_to_string("pages/returns/progress.html", {"progress": each})
        for number, each in far.items()
    }
    for report in reports:
        parts[f"lead-{report.pk}"] = escape(beside.lead(report, far[report.pk]))
        parts[f"mark-{report.pk}"] = components.mark(marks.mark_of(report.state))
    return {"findings": told, "asks": asks, "parts": parts, "reports": [each.pk for each in reports]}


class _NotUnderstood(SuspiciousOperation):
    """That what the page sent is not what its script sends."""


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _NotUnderstood("no JSON") from None
    if "\\u0000" in request.body.decode():
        raise _NotUnderstood("a character that no text holds")  # PostgreSQL keeps none
    if not isinstance(body, dict):
        raise _NotUnderstood("no object")
    cells, passages, versions = (body.get(name) for name in ("cells", "passages", "versions"))
    if not isinstance(cells, list) or not isinstance(passages, list) or not isinstance(versions, dict):
        raise _NotUnderstood("parts missing")
    if not 0 < len(cells) + len(passages) <= MOST_CELLS:
        raise _NotUnderstood("no cells, or too many")
    return {"cells": cells, "passages": passages, "versions": versions}


def _versions(told: Mapping[str, Any]) -> dict[int, int]:
    try:
        return {int(report): int(version) for report, version in told.items()}
    except (TypeError, ValueError):
        raise _NotUnderstood("versions") from None


def _sent(each: Any) -> Sent:
    try:
        report, question = str(each["key"]).split("|", 1)
        origin = saving.ORIGINS.get(str(each.get("origin", "")), Origin.TYPED)
        return Sent(_number(report), question, _content(each), _content(each["before"]), origin)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _NotUnderstood("a cell") from None


def _content(each: Any) -> Content:
    explanation = each.get("explanation")
    return Content(
        str(each["text"]), each.get("unavailable") is True, None if explanation is None else str(explanation)
    )


def _words(each: Any) -> Words:
    try:
        report, action, heading = str(each["key"]).split("|")
        return Words(_number(report), action, heading, str(each["text"]), str(each["before"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _NotUnderstood("words") from None


def _number(text: str) -> int:
    number = int(text)
    if not 0 < number < 2**63:
        raise ValueError(text)
    return number
