"""`yunjiang demo`: published values and a generated province, assessed and reported, in a site to try things with."""

from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.options import FormatOption, examples
from yunjiang.cli.terminal import Column, Format, progress, say, show
from yunjiang.demonstration import people, staging
from yunjiang.demonstration.people import SignIn
from yunjiang.demonstration.staging import Step

HELP = _(
    "Load Yunnan's organizations and plan, the published values and a generated province (both marked, in data sets of "
    "their own), hand targets down, fill the registers of unions, members and services with invented ones, seal, assess the end "
    "of 2023, and write the mid-term report of the province and of every prefecture. What is there already stays."
)
EXAMPLES = examples("yunjiang demo", "yunjiang demo --forget-sign-ins")

_SIGN_INS = (
    Column("username", pgettext("column", "Sign-in name")),
    Column("password", pgettext("column", "Password")),
    Column("role", pgettext("column", "Role")),
    Column("scope", pgettext("column", "Organization")),
)


def demo(
    if_empty: Annotated[
        bool,
        typer.Option(
            "--if-empty", help=_("Do nothing in a site that has data of its own or the whole demonstration.")
        ),
    ] = False,
    forget_sign_ins: Annotated[
        bool,
        typer.Option(
            "--forget-sign-ins", help=_("Only end the demonstration accounts and delete their passwords.")
        ),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    if forget_sign_ins:
        say(_("%(count)d demonstration accounts are ended.") % {"count": people.forget()})
        return
    if if_empty and (staging.is_staged() or not staging.is_empty()):
        return
    with progress(_("Demonstration data")) as on_progress:
        reports = staging.stage(timezone.localdate(), _tell, on_progress)
    show(
        (
            Column("title", pgettext("column", "Title")),
            Column("data_set", pgettext("column", "Data set")),
            Column("file", pgettext("column", "File")),
        ),
        [{"title": each.title, "data_set": each.data_set, "file": str(each.path)} for each in reports],
        form,
    )
    if not if_empty:  # then the server prints them
        show_sign_ins()


def show_sign_ins() -> None:
    """Print the demonstration sign-ins, if their passwords are kept, and warn where they stand beside real data."""
    kept: list[SignIn] = people.kept() if people.are_active() else []
    if kept:
        say(_("Demonstration sign-ins (end them with `yunjiang demo --forget-sign-ins`):"))
        show(_SIGN_INS, [vars(each) for each in kept], Format.TABLE)
    if people.are_active() and not people.are_allowed():
        say(
            _(
                "This site holds operational data: end the demonstration accounts with `yunjiang demo --forget-sign-ins`."
            )
        )


def _tell(step: Step) -> None:
    say({
        "organizations": _("Organizations: %(count)d opened."),
        "plan": _("Plan: %(count)d new version."),
        "published": _("Published values: %(count)d posted."),
        "province": _("Generated province: %(count)d entries posted (demonstration data)."),
        "returns": _("Annual returns of 2025: %(count)d posted (demonstration data)."),
        "targets": _("Targets: %(count)d handed down to the prefectures (demonstration data)."),
        "unions": _("Unions: %(count)d with their firms (demonstration data)."),
        "members": _("Members: %(count)d (demonstration data)."),
        "services": _("Inclusive services: %(count)d with their claims (demonstration data)."),
        "sign_ins": _("Sign-ins: %(count)d."),
        "assessment": _("Assessment on 2023-12-31: %(count)d judgements kept."),
        "documents": _("Documents: %(count)d mid-term reports."),
    }[step.name] % {"count": step.count})  # fmt: skip
