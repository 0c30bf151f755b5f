"""How the logic of unions writes records of its registers: as what follows from an act, in one transaction with it.

Permission is asked by the acts themselves. Registers are named by their codes: their declarations stand above the logic.
"""

from collections.abc import Mapping
from typing import Any

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import effects, registry
from yunjiang.registers.kit.models import Deed


def add(
    code: str,
    values: Mapping[str, Any],
    organization: Organization,
    *,
    by: User | None,
    because: str = "",
    is_demonstration: bool = False,
    deed: Deed = Deed.EFFECT,
) -> Any:
    """Add a record to a register and return it; what a demonstration account adds is demonstration. Raises RecordRefused."""
    is_demonstration = is_demonstration or bool(by and by.is_demonstration)
    return effects.create(
        registry.of(code),
        values,
        by=by,
        organization=organization,
        because=because,
        is_demonstration=is_demonstration,
        deed=deed,
    )


def alter(code: str, record: Any, values: Mapping[str, Any], *, by: User | None, because: str = "") -> Any:
    """Change a record of a register and return it as it is then. Raises RecordVoided, RecordRefused."""
    return effects.change(registry.of(code), record, values, by=by, because=because)
