"""Large-screen mode for meetings: the same answers at a distance, one matter a screen, stepped through by key or by time.

What is asked for stands in the address (`view=screen`), so that the round of a meeting can be saved like any view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yunjiang.web.components.overview import Group, Place, Places, Row
from yunjiang.web.components.status import Tone
from yunjiang.web.pages.selection import Selection

ROWS = 6  # as many as can be read from the last chair
RANKED = 4  # units from the head of the ranking, and as many from its end
QUICKEST, SLOWEST = 5, 600  # seconds that a screen may stand
OVERVIEW, BEHIND, PLACES = "", "behind", "places"


class Overview(Protocol):
    """What screens read of an overview, which templates read the rest of."""

    @property
    def groups(self) -> Sequence[Group]: ...

    @property
    def places(self) -> Places | None: ...


@dataclass(frozen=True)
class Screen:
    """One screen of the round, and the way to the others."""

    at: str
    number: int
    count: int
    previous_href: str
    next_href: str
    leave_href: str
    dark_href: str  # the same with light and dark changed over
    is_dark: bool
    every: int  # seconds until the next; 0: it stands


def is_asked(request: HttpRequest) -> bool:
    """Say whether the address asks for the large screen."""
    return request.GET.get("view") == "screen"


def of_overview(request: HttpRequest, selection: Selection, overview: Overview) -> HttpResponse:
    """Show the overview, what is behind, or the units below, as the address asks."""
    at = request.GET.get("at", "")
    has_places = overview.places is not None and bool(overview.places.rows)
    if at not in ((OVERVIEW, BEHIND, PLACES) if has_places else (OVERVIEW, BEHIND)):
        at = OVERVIEW
    behind = _behind(overview)
    context = {
        "overview": overview,
        "behind": behind[:ROWS],
        "behind_count": len(behind),
        "more_count": max(0, len(behind) - ROWS),
        "ranked": _ranked(overview.places.rows) if overview.places else [],
    }
    screen = _screen(request, selection, has_places, at, reverse("cockpit"))
    return _shown(request, "pages/screen_overview.html", selection, screen, context)


def of_indicator(
    request: HttpRequest, selection: Selection, code: str, portrait: object, *, has_places: bool
) -> HttpResponse:
    """Show one indicator."""
    here = reverse("indicator", args=[code])
    screen = _screen(request, selection, has_places, "", here)
    return _shown(request, "pages/screen_indicator.html", selection, screen, {"portrait": portrait})


def _behind(overview: Overview) -> list[Row]:
    """Return what is behind or cannot be expected to be met, in the overview's order: what wants attention first."""
    rows = [row for group in overview.groups for row in group.rows]
    return [
        row
        for row in rows
        if row.mark.tone in (Tone.LATE, Tone.SERIOUS)
        or (row.outlook is not None and row.outlook.tone is Tone.SERIOUS)
    ]


def _ranked(rows: Sequence[Place]) -> list[Place | None]:
    """Return the head and the end of a ranking; None where it is cut."""
    if len(rows) <= 2 * RANKED:
        return list(rows)
    return [*rows[:RANKED], None, *rows[-RANKED:]]


def _screen(request: HttpRequest, selection: Selection, has_places: bool, at: str, path: str) -> Screen:
    """Return where the round stands: overview, what is behind, the units below, then each indicator as the plan has them."""
    asked = request.GET
    cockpit = reverse("cockpit")
    round_: list[tuple[str, str]] = [(cockpit, OVERVIEW), (cockpit, BEHIND)]
    if has_places:
        round_.append((cockpit, PLACES))
    round_ += [(reverse("indicator", args=[each.code]), "") for each in selection.document.indicators]
    is_dark, every = asked.get("dark") == "1", _seconds(asked.get("every", ""))

    def address(place: tuple[str, str], *, dark: bool = is_dark) -> str:
        wishes = {"at": place[1], "dark": "1" if dark else "", "every": str(every or "")}
        kept = {name: value for name, value in wishes.items() if value}
        return f"{place[0]}{selection.query}&view=screen" + (f"&{urlencode(kept)}" if kept else "")

    index = round_.index((path, at))
    return Screen(
        at=at or ("overview" if path == cockpit else "indicator"),
        number=index + 1,
        count=len(round_),
        previous_href=address(round_[index - 1]),
        next_href=address(round_[(index + 1) % len(round_)]),
        leave_href=path + selection.query,
        dark_href=address(round_[index], dark=not is_dark),
        is_dark=is_dark,
        every=every,
    )


def _seconds(text: str) -> int:
    """Return how long a screen stands; 0 for what is no number of seconds."""
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        return 0
    return min(SLOWEST, max(QUICKEST, int(text))) if int(text) else 0


def _shown(
    request: HttpRequest, template: str, selection: Selection, screen: Screen, context: Mapping[str, Any]
) -> HttpResponse:
    return render(request, template, {"selection": selection, "screen": screen, **context})
