"""Since when a page tells what changed: midnight, some days ago, the last visit, a day or a ledger position; from the address."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.ledger import posting
from yunjiang.ledger.models import Batch
from yunjiang.web import visits
from yunjiang.web.components.overview import Tab
from yunjiang.web.pages.selection import Selection, Unreadable

YESTERDAY, VISIT, WEEK, MONTH = "yesterday", "visit", "week", "month"


@dataclass(frozen=True)
class Since:
    """`on` is the day judged on before, `position` what the ledger held then; `name` says it after the word “since”."""

    key: str
    name: str
    on: date
    position: int
    at: datetime | None

    def before(self, selection: Selection) -> Selection:
        """Return what was looked at then."""
        return replace(selection, on=self.on, position=min(self.position, selection.position), is_past=True)


def choose(request: HttpRequest, selection: Selection) -> Since:
    """Read the moment from the address; without a wish, last midnight. Raises Unreadable."""
    text = request.GET.get("since", "") or YESTERDAY
    today = timezone.localdate()
    if text == VISIT:
        past = visits.note(request.user, posting.position()) if request.user.is_authenticated else None
        if past is not None:
            local = timezone.localtime(past.at)
            return _at(
                selection, VISIT, _("your last visit, %(at)s") % {"at": f"{local:%Y-%m-%d %H:%M}"}, past.at
            )
        text = YESTERDAY  # nobody remembers a visit before this one
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return _at_position(selection, int(text))
    days = {
        YESTERDAY: (today, _("last midnight")),
        WEEK: (today - timedelta(days=7), _("seven days ago")),
        MONTH: (today.replace(day=1), _("the beginning of the month")),
    }
    if text in days:
        day, name = days[text]
    else:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Unreadable("since", text, _("a day, a ledger position, or one of the choices")) from None
        name = day.isoformat()
    return _at(selection, text, name, midnight(day))


def midnight(day: date) -> datetime:
    """Return the first moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def tabs(chosen: Since, href: str) -> list[Tab]:
    """Return the choices; `href` is the address to which `since` is added."""
    names = (
        (YESTERDAY, _("since yesterday")),
        (VISIT, _("since your last visit")),
        (WEEK, _("in seven days")),
        (MONTH, _("this month")),
    )
    return [Tab(name, f"{href}&since={key}", key == chosen.key) for key, name in names]


def _at(selection: Selection, key: str, name: str, at: datetime) -> Since:
    return Since(key, name, _day(selection, at), posting.position_at(at), at)


def _at_position(selection: Selection, position: int) -> Since:
    batch = Batch.objects.filter(position=position).first()
    at = batch.recorded_at if batch else None
    name = _("batch %(position)d") % {"position": position}
    return Since(str(position), name, selection.on if at is None else _day(selection, at), position, at)


def _day(selection: Selection, at: datetime) -> date:
    """Return the day to judge on before: the same, but the eve of the moment where the present day is looked at.

    Who looks at an earlier day asks what became known of it; who looks at today also asks what the days themselves changed.
    """
    eve = timezone.localtime(at).date() - timedelta(days=1)
    if selection.on < timezone.localdate():
        return selection.on
    return max(min(selection.on, eve), selection.document.first_day)
