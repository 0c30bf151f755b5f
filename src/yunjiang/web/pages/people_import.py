"""Accounts from a workbook, step by step: take the template, bring it filled in, see what it would do, agree, take the result.

Nothing is kept between the steps: the rows, and later the passwords, travel in the page itself under the site's signature.
"""

from collections import Counter
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.models import User
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.people.workbook import importing, outcome, reading, template
from yunjiang.access.people.workbook.checking import Effect, Planned, check
from yunjiang.access.people.workbook.importing import Imported
from yunjiang.access.people.workbook.problems import ProblemsLeft, WorkbookRefused
from yunjiang.access.people.workbook.reading import Row, Sheet
from yunjiang.standards.national_cryptography import sm3
from yunjiang.web.pages import people_shell
from yunjiang.web.pages.people_wording import EFFECTS

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AGREE_WITHIN = 60 * 60  # seconds between seeing what a file would do and agreeing to it
SHOWN = 200  # rows on the page; the problems are all there


def people_import(request: HttpRequest) -> HttpResponse:
    """Take a workbook in and show what it would do; nothing is changed."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    if request.method != "POST":
        return people_shell.page(request, "people_import", {"limit": reading.MOST_ROWS})
    brought = request.FILES.get("file")
    try:
        if brought is None:
            return _refused(request, _("Choose the filled-in workbook first."))
        if brought.size is not None and brought.size > reading.LARGEST:
            raise WorkbookRefused(
                "too_large",
                size=brought.size // reading.MEGABYTE,
                limit=reading.LARGEST // reading.MEGABYTE,
            )
        content = brought.read()
        sheet = reading.read(content)
    except WorkbookRefused as refusal:
        return _refused(request, str(refusal))
    facts = {"file": (brought.name or "")[:120], "sm3": sm3(content).hex()}
    return _preview(request, viewer, sheet, facts)


def people_import_template(request: HttpRequest) -> HttpResponse:
    """Hand the empty workbook out."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    return _download(template.write(viewer), _("Accounts to import"))


def people_import_agree(request: HttpRequest) -> HttpResponse:
    """Do what was shown, and show the one-time passwords once."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    if request.method != "POST":
        return redirect("people-import")
    carried = _carried(request, viewer, "people.import.rows", AGREE_WITHIN)
    if carried is None:
        return _refused(request, _("What was shown is more than an hour old. Choose the file once more."))
    sheet = Sheet(carried["sheet"], [Row(n, texts) for n, texts in carried["rows"]], carried["is_1904"])
    only_good = request.POST.get("rows") == "good"
    try:
        done = importing.import_sheet(sheet, by=viewer, only_good=only_good, facts=carried["facts"])
    except ProblemsLeft:
        return _preview(request, viewer, sheet, carried["facts"])
    result = signing.dumps(
        {
            "by": viewer.pk,
            "rows": [
                [each.row.number, dict(each.row.texts), each.is_done, each.sentence, each.password]
                for each in done
            ],
        },
        salt="people.import.result",
        compress=True,
    )
    context = {
        "done": done,
        "result": result,
        "lead": _("%(opened)d accounts opened, %(left)d rows not imported")
        % {
            "opened": sum(1 for each in done if each.password),
            "left": sum(1 for each in done if not each.is_done),
        },
    }
    return people_shell.page(request, "people_imported", context, is_secret=True)


def people_import_result(request: HttpRequest) -> HttpResponse:
    """Hand out, as a workbook, what the page with the passwords shows."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    if request.method != "POST":
        return redirect("people-import")
    carried = _carried(request, viewer, "people.import.result", AGREE_WITHIN)
    if carried is None:
        return _refused(
            request, _("The passwords are no longer to be had. Give new ones on the people’s own pages.")
        )
    done = [
        Imported(Row(number, texts), is_done, sentence, password)
        for number, texts, is_done, sentence, password in carried["rows"]
    ]
    return _download(outcome.write(done), _("Result of the import"))


def _preview(request: HttpRequest, viewer: User, sheet: Sheet, facts: dict[str, str]) -> HttpResponse:
    planned = check(sheet, by=viewer)
    effects = Counter(each.effect for each in planned if each.is_good)
    bad_count = sum(1 for each in planned if not each.is_good)
    rows = signing.dumps(
        {
            "by": viewer.pk,
            "sheet": sheet.name,
            "rows": [[row.number, dict(row.texts)] for row in sheet.rows],
            "is_1904": sheet.is_1904,
            "facts": facts,
        },
        salt="people.import.rows",
        compress=True,
    )
    context = {
        "file": facts["file"],
        "sheet": sheet,
        "planned": _told(planned[:SHOWN]),
        "more_count": max(0, len(planned) - SHOWN),
        "problems": [problem for each in planned for problem in each.problems],
        "doubts": [(each.row.number, doubt) for each in planned if each.is_good for doubt in each.doubts],
        "effects": [(str(EFFECTS[effect]), effects[effect]) for effect in Effect if effects[effect]],
        "bad_count": bad_count,
        "good_count": len(planned) - bad_count,
        "changing_count": effects[Effect.ACCOUNT] + effects[Effect.ROLE],
        "rows": rows,
        "lead": _lead(effects, bad_count),
    }
    return people_shell.page(request, "people_import_preview", context, status=422 if bad_count else 200)


def _lead(effects: Counter[Effect], bad_count: int) -> str:
    parts = [
        ngettext(
            "%(count)d account would be opened", "%(count)d accounts would be opened", effects[Effect.ACCOUNT]
        )
        % {"count": effects[Effect.ACCOUNT]}
    ]
    if effects[Effect.ROLE]:
        parts.append(_("%(count)d further roles asked for") % {"count": effects[Effect.ROLE]})
    if effects[Effect.NOTHING]:
        parts.append(_("%(count)d rows change nothing") % {"count": effects[Effect.NOTHING]})
    if bad_count:
        parts.append(_("%(count)d rows have problems") % {"count": bad_count})
    return _("; ").join(parts)


def _told(planned: list[Planned]) -> list[dict[str, Any]]:
    units = names_of_units(each.pk for row in planned for each in (row.unit, row.scope) if each is not None)
    return [
        {
            "number": each.row.number,
            "name": each.name or each.row.text("name"),
            "username": each.username or each.row.text("username"),
            "unit": units.get(each.unit.pk, "") if each.unit else each.row.text("unit"),
            "role": str(each.role.label) if each.role else each.row.text("role"),
            "scope": units.get(each.scope.pk, "") if each.scope else each.row.text("scope"),
            "effect": str(EFFECTS[each.effect]) if each.is_good else "",
        }
        for each in planned
    ]


def _carried(request: HttpRequest, viewer: User, salt: str, seconds: int) -> dict[str, Any] | None:
    """Return what the page carried, if this person was shown it here not longer than so many seconds ago."""
    try:
        carried: dict[str, Any] = signing.loads(request.POST.get("carried", ""), salt=salt, max_age=seconds)
    except signing.BadSignature:
        return None
    return carried if carried.get("by") == viewer.pk else None


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"fault": sentence, "limit": reading.MOST_ROWS}
    return people_shell.page(request, "people_import", context, status=422)


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    response.headers["Cache-Control"] = "no-store, no-cache, private"
    return response
