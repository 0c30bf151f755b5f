"""How a reader wants pages drawn: as usual, large and simple (长辈版), or with strong contrast. Kept in the browser alone.

The sizes and contrasts follow 互联网网站适老化通用设计规范 (MIIT, 2021): text of 18 px and more, targets of 60 px, a large
pointer, a plain way in and out on every page, sign-in included.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

COOKIE = "display"
KEPT_SECONDS = 365 * 24 * 60 * 60


class Mode(models.TextChoices):
    """The ways in which pages are drawn; the value is the class of the page's root."""

    STANDARD = "standard", _("Standard")
    ELDER = "elder", _("Large and simple")
    CONTRAST = "contrast", _("High contrast")


@dataclass(frozen=True)
class Display:
    mode: Mode

    @property
    def is_elder(self) -> bool:
        return self.mode is Mode.ELDER

    @property
    def choices(self) -> list[tuple[Mode, bool]]:
        """Return every mode with whether it is the present one."""
        return [(each, each is self.mode) for each in Mode]


def display(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the mode of the reader's cookie; the standard one for what is not understood."""
    return {"display": Display(_mode(request.COOKIES.get(COOKIE, "")))}


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the mode for a year and go back to the page the reader was on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    response.set_cookie(
        COOKIE,
        _mode(request.POST.get("mode", "")).value,
        max_age=KEPT_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _mode(text: str) -> Mode:
    return Mode(text) if text in Mode.values else Mode.STANDARD
