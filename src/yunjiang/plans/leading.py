"""Who leads an indicator, where the plan's text names nobody: decided by the office, dated, never edited.

Callers ask `access` first; the command line, which runs as the owner of the machine, does not.
"""

from collections.abc import Mapping
from datetime import date

from yunjiang.access import trail
from yunjiang.organizations.models import Organization
from yunjiang.organizations.queries import standing
from yunjiang.plans import queries
from yunjiang.plans.document import Indicator
from yunjiang.plans.models import LeadDecision, Plan
from yunjiang.plans.refusals import LeadNotOpen


def decide(
    leads: Mapping[Indicator, Organization | None],
    *,
    decided_on: date,
    by: str,
    document_number: str = "",
    reason: str = "",
) -> list[LeadDecision]:
    """Record who leads indicators of one plan from now on; None gives the word back to the plan's text.

    What is as it was makes no decision. Cycles that are open keep the leads they were opened with. Raises LeadNotOpen.
    """
    made: list[LeadDecision] = []
    for indicator, organization in leads.items():
        if organization is not None and standing(organization.pk, decided_on) is None:
            raise LeadNotOpen(indicator, organization.key, decided_on)
    facts = {"decided_on": decided_on, "document_number": document_number, "reason": reason}
    with trail.recording("plans.decide_lead", facts=facts) as deed:
        before: dict[str, str] = {}
        for indicator, organization in leads.items():
            identity = queries.identity(indicator)
            plan = Plan.objects.select_for_update().get(pk=identity.plan_id)
            deed.subject, deed.organization_id = f"plan:{plan.code}", plan.owner_id
            key = organization.key if organization else ""
            if plan.leads.get(indicator.code, "") == key:
                continue
            before[indicator.code] = plan.leads.pop(indicator.code, "")
            if key:
                plan.leads[indicator.code] = key
            plan.save(update_fields=["leads"])
            made.append(
                LeadDecision.objects.create(
                    indicator=identity,
                    organization=organization,
                    decided_on=decided_on,
                    document_number=document_number,
                    reason=reason,
                    recorded_by=by,
                )
            )
        if not made:
            deed.changed_nothing()
        codes = {each.indicator_id: each for each in made}
        deed.changed(
            before=before,
            after={
                each.indicator.code: each.organization.key if each.organization else ""
                for each in codes.values()
            },
        )
    return made
