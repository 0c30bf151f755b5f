"""What of a person's claims stays on file when the person wishes to be erased."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.persons.rights import Kept

from .models import Claim, ClaimState

YEARS_OF_VOUCHERS = 30  # 会计档案管理办法 (2015), annex 1: vouchers


def must_keep(persons: Sequence[int]) -> list[Kept]:
    """Return the claims of these persons that are vouchers for money spent, or that still stand; all others may go."""
    today = timezone.localdate()
    claims = Claim.objects.filter(
        Q(state=ClaimState.CLAIMED) | Q(state=ClaimState.REDEEMED, amount__gt=0),
        person__in=persons,
        voided_at=None,
    ).select_related("service")
    kept = []
    for each in claims:
        name = _("Claim of %(service)s") % {"service": each.service.name}
        if each.state == ClaimState.CLAIMED:
            kept.append(Kept(name, _("The place is taken and not used yet.")))
            continue
        on = timezone.localdate(each.redeemed_at) if each.redeemed_at else today
        until = date(on.year + YEARS_OF_VOUCHERS + 1, 1, 1)  # counted from the first day after the year's end
        if until > today:
            kept.append(Kept(name, _("It is a voucher for money spent (会计档案管理办法)."), until))
    return kept
