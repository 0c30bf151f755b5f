"""Who issues documents about a unit and whom its reports go to, as far as the plan and the tree say.

The plan's duties name the office that reports go to. Regions below have their own office by the same name, as the notice's
各级产改工作领导机构: 云南省…办公室 makes 昆明市…办公室. Departments and enterprises speak in their own name. Whoever knows better
says so when a document is written.
"""

from datetime import date

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.plans.document import PlanDocument

_REGIONS = (Kind.PROVINCE, Kind.PREFECTURE, Kind.COUNTY)


def issuer_and_receiver(plan: PlanDocument, standing: Standing, on: date) -> tuple[str, str]:
    """Return the names of the issuer of documents about a unit and of the receiver of its reports (empty: nobody)."""
    office = _reported_to(plan, on)
    owner = organizations.at(on).filter(organization__key=plan.owner).first()
    if not office or owner is None:
        return standing.name, ""
    if standing.organization_id == owner.organization_id:
        return office, ""
    above = None if standing.parent_id is None else organizations.standing(standing.parent_id, on)
    receiver = office if above is None else _counterpart(office, owner, above)
    return _counterpart(office, owner, standing), receiver


def _reported_to(plan: PlanDocument, on: date) -> str:
    keys = [duty.owed_to for duty in plan.duties if duty.owed_to]
    found = organizations.at(on).filter(organization__key__in=keys[:1]).first()
    return found.name if found else ""


def _counterpart(office: str, owner: Standing, standing: Standing) -> str:
    """Return the office of a region by the owner's office's name; for others, and where names do not fit, their own."""
    if standing.organization_id == owner.organization_id:
        return office
    if standing.kind not in _REGIONS or not office.startswith(owner.name):
        return standing.name
    return standing.name + office.removeprefix(owner.name)
