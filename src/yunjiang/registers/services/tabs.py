"""What the page of a service shows beside what every record's page shows."""

from collections.abc import Mapping
from typing import Any

from yunjiang.access.models import User
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.declaration import Register

from .conditions import told
from .models import Service, ServiceState
from .tallies import taken


def places(service: Service, user: User) -> Mapping[str, Any]:
    """Return places given and used, what they cost, what was thought of them, and what the person may do here."""
    return {
        "taken": taken(service),
        "told": told(service.rule),
        "may_keep": scope.may(Register, user, Register.keeps, service),
        "is_open": service.state == ServiceState.OPEN,
    }
