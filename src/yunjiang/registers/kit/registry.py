"""Which registers there are: each folder named in the settings brings one or several in its `register.py`."""

import importlib

from django.conf import settings

from .declaration import Register
from .models import Record
from .refusals import UnknownRegister

_registers: dict[str, type[Register]] = {}
_found: list[type[Register]] = []


def discover() -> None:
    """Import the declarations of every register that the settings name; for the kit's AppConfig.ready."""
    for folder in settings.YUNJIANG_REGISTERS:
        module = folder if "." in folder else f"yunjiang.registers.{folder}"
        importlib.import_module(f"{module}.register")
    for each in _declared(Register):
        _found.append(each)
        _registers[each.code] = each


def every() -> list[type[Register]]:
    """Return every register, in the order in which they were declared."""
    return list(_registers.values())


def declared() -> list[type[Register]]:
    """Return every declaration that was found, those too that took another's code: for the checks."""
    return list(_found)


def of(code: str) -> type[Register]:
    """Return the register with this code. Raises UnknownRegister."""
    try:
        return _registers[code]
    except KeyError:
        raise UnknownRegister(code, list(_registers)) from None


def of_model(model: type[Record]) -> type[Register]:
    """Return the register that keeps the records of a model. Raises UnknownRegister."""
    for each in _registers.values():
        if each.model is model:
            return each
    raise UnknownRegister(model._meta.label, list(_registers))


def _declared(parent: type[Register]) -> list[type[Register]]:
    found = []
    for each in parent.__subclasses__():
        if "model" in each.__dict__:
            found.append(each)
        found += _declared(each)
    return found
