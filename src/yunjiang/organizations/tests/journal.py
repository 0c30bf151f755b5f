"""A language for tests of the tree: a journal of what happened, and pictures of how things stood.

    2020-01-01 open province
    2020-01-01 open east under province
    2021-05-01 move east under west
    2021-05-01 rename east to orient
    2021-05-01 recode east to 532302
    2021-05-01 merge east into west
    2021-05-01 split south off east 0.25      (without a number: the share is not known)
    2021-05-01 close east
    2021-05-01 close east for west
    2021-05-01 boundary east to west          (or `to outside`)

Lines are recorded in the order in which they are written, which need not be the order of their days.
"""

from datetime import date
from decimal import Decimal

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Kind, Organization


def play(text: str) -> None:
    """Record a journal, line by line."""
    for line in text.strip().splitlines():
        day, act, subject, *rest = line.split()
        _record(date.fromisoformat(day), act, subject, rest)


def unit(key: str) -> Organization:
    return Organization.objects.get(key=key)


def _record(on: date, act: str, subject: str, rest: list[str]) -> None:
    if act == "open":
        parent = unit(rest[1]) if rest else None
        services.open_organization(
            subject, on=on, kind=Kind.UNION, code=subject, name=subject, short_name=subject, parent=parent
        )
        return
    if act == "split":
        share = Decimal(rest[2]) if len(rest) == 3 else None
        services.split(unit(rest[1]), off=unit(subject), on=on, share=share)
        return
    organization = unit(subject)
    if act == "rename":
        services.rename(organization, on=on, name=rest[1], short_name=rest[1])
    elif act == "recode":
        services.recode(organization, on=on, code=rest[1])
    elif act == "move":
        services.move(organization, on=on, parent=None if rest == ["out"] else unit(rest[1]))
    elif act == "merge":
        services.merge(organization, into=unit(rest[1]), on=on)
    elif act == "close":
        services.close(organization, on=on, successor=unit(rest[1]) if rest else None)
    elif act == "boundary":
        counterpart = None if rest[1] == "outside" else unit(rest[1])
        services.change_boundary(organization, counterpart=counterpart, on=on, note="some villages")
    else:
        raise ValueError(act)


def picture(day: str) -> str:
    """Draw the tree of a day: each unit's name below its parent's, two spaces deeper."""
    standings = {each.path: each for each in queries.at(date.fromisoformat(day))}
    lines = sorted((_named(path, standings), each) for path, each in standings.items())
    return "\n".join("  " * (each.path.count("/") - 2) + each.name for _, each in lines)


def _named(path: str, standings: dict) -> list[str]:
    """Say a path in names, so that siblings sort by name."""
    ids = path.strip("/").split("/")
    paths = ["/" + "/".join(ids[: n + 1]) + "/" for n in range(len(ids))]
    return [standings[each].name for each in paths]


def chains(rows: list, day: str | None = None) -> dict[str, set[str]]:
    """Say in keys which units count where, by the rows that hold on a day (all rows when none is given)."""
    keys = dict(Organization.objects.values_list("pk", "key"))
    on = date.fromisoformat(day) if day else None
    found: dict[str, set[str]] = {}
    for row in rows:
        if on is None or (row.valid_from <= on and (row.valid_to is None or on < row.valid_to)):
            found.setdefault(keys[row.organization_id], set()).add(keys[row.ancestor_id])
    return found


PROVINCE = """
2020-01-01 open province
2020-01-01 open east under province
2020-01-01 open west under province
2020-01-01 open east1 under east
2020-01-01 open east2 under east
2020-01-01 open west1 under west
"""
