"""The return: every question with what was said last time and what the registers show, the answer, and all that is said of it.

With script each cell saves itself (`cells`); without, the page is one form and this view takes it.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.files.refusals import FileRefused
from yunjiang.returns import evidence, rights
from yunjiang.returns.models import Return
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.returns import reading, saving, speech
from yunjiang.web.pages.returns.laid import Asked, Page, page
from yunjiang.web.pages.returns.reading import Reader
from yunjiang.web.pages.returns.saving import Content, Sent, Words


def sheet(request: HttpRequest, report: int) -> HttpResponse:
    """Show a return; take the whole form where no script saves cell by cell."""
    who, found = reading.report(request, report)
    if request.method == "POST":
        return _taken(request, who, found)
    get_token(request)
    return render(request, "pages/returns/sheet.html", {"page": page(who, found)})


def _taken(request: HttpRequest, who: Reader, report: Return) -> HttpResponse:
    """Take the whole form: save what can be saved, and show the rest as it was written, with its sentences."""
    told = request.POST
    sent, passages = _sent(told, report), _passages(told, report)
    version = told.get("version", "")
    versions = {report.pk: int(version)} if version.isascii() and version.isdigit() else {}
    outcome = saving.save(who.user, report.cycle, sent, passages, versions)
    if rights.may_fill(who.user, report):
        for sentence in _attached(request, who, report):
            toasts.warn(request, sentence)
    report.refresh_from_db()
    if not outcome.problems and not outcome.quarrels:
        toasts.say(
            request,
            ngettext("%(count)d item was saved.", "%(count)d items were saved.", outcome.saved_count)
            % {"count": outcome.saved_count},
        )
        return HttpResponseRedirect(reverse("return", args=[report.pk]))
    shown = _with_problems(page(who, report), sent, outcome)
    return render(request, "pages/returns/sheet.html", {"page": shown}, status=422)


def _sent(told: QueryDict, report: Return) -> list[Sent]:
    """Return the items that read otherwise than they were shown; without what was shown, all that are there."""
    sent = []
    for code in dict.fromkeys(name[2:] for name in told if name.startswith(("v:", "b:"))):
        now = Content(told.get(f"v:{code}", "").strip(), f"u:{code}" in told, told.get(f"e:{code}"))
        before = None
        if f"b:{code}" in told:
            before = Content(told.get(f"b:{code}", ""), f"ub:{code}" in told, told.get(f"eb:{code}"))
        if before is None or (now.text, now.is_unavailable, now.explanation or "") != (
            before.text,
            before.is_unavailable,
            before.explanation or "",
        ):
            sent.append(Sent(report.pk, code, now, before))
    return sent


def _attached(request: HttpRequest, who: Reader, report: Return) -> list[str]:
    """Attach the files that came with the form; return why some were refused."""
    refusals = []
    for name in request.FILES:
        for file in request.FILES.getlist(name) if name.startswith("f:") else ():
            try:
                evidence.attach(report, name[2:], file, file.name or "", by=who.user)
            except (ReturnsRefusal, FileRefused) as refusal:
                refusals.append(str(refusal))
    return refusals


def _passages(told: QueryDict, report: Return) -> list[Words]:
    found = []
    for name in told:
        if name.startswith("p:") and name.count(":") == 2:
            _prefix, action, heading = name.split(":")
            found.append(Words(report.pk, action, heading, told.get(name, "")))
    return found


def _with_problems(shown: Page, sent: Sequence[Sent], outcome: saving.Outcome) -> Page:
    typed = {each.key: each.content for each in sent}
    problems: list[tuple[str, str, str]] = []

    def with_problem(asked: Asked) -> Asked:
        sentence = outcome.problems.get(asked.key, "")
        quarrel = outcome.quarrels.get(asked.key)
        if quarrel is not None:
            sentence = speech.words()["conflict"].format(
                by=quarrel.by,
                at=saving.clock(quarrel.at),
                theirs=quarrel.stands.text or _("empty"),
                mine=typed[asked.key].text or _("empty"),
            )
        if not sentence:
            return asked
        problems.append((sentence, asked.name, f"#{asked.anchor}"))
        return replace(asked, problem=sentence, text=typed[asked.key].text)

    chapters = [
        replace(
            chapter,
            blocks=[
                replace(block, asked=[with_problem(each) for each in block.asked]) for block in chapter.blocks
            ],
        )
        for chapter in shown.chapters
    ]
    problems += [(sentence, "", "") for sentence in outcome.sentences]
    return replace(shown, chapters=chapters, problems=problems)
