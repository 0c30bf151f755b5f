"""Some thousands of generated members in the generated unions, so that the pages about members have something to show."""

from datetime import date

from yunjiang.organizations import queries
from yunjiang.organizations.models import Kind
from yunjiang.registers.members import generated
from yunjiang.registers.members.models import Membership

COUNT = 3_000
UNIONS = 60


def bring(by: str, today: date) -> int:
    """Write the members who are missing into the smallest unions of the tree, and return how many are new."""
    if Membership.objects.exists():
        return 0
    unions = [
        each.organization for each in queries.at(today).filter(kind=Kind.UNION).order_by("-path")[:UNIONS]
    ]
    if not unions:
        return 0
    return generated.write(COUNT, generated.places(unions), by=by, today=today)
