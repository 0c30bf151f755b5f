"""Every register that is installed inherits the trials of the kit."""

import importlib
import importlib.util
from typing import Any

from yunjiang.registers.kit import registry
from yunjiang.registers.kit.trials import RegisterTrials

# Where a folder keeps what inherits the trials; the second as `script/new-register` makes it.
MODULES = ("tests.test_trials", "tests.test_register")


def tried_in(folder: str) -> set[type[Any]]:
    """Return the registers whose trials are inherited in a folder's tests."""
    names = [f"{folder}.{each}" for each in MODULES]
    modules = [importlib.import_module(each) for each in names if importlib.util.find_spec(each)]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    return {
        each.register for each in found if issubclass(each, RegisterTrials) and each is not RegisterTrials
    }


def test_every_register_inherits_the_trials() -> None:
    registers = registry.every()
    # The sample's folder lies among the tests of the kit, which try it.
    folders = {each.model.__module__.rpartition(".")[0].removesuffix(".tests.sample") for each in registers}
    tried = {register for folder in folders for register in tried_in(folder)}
    assert {each.code for each in registers} - {each.code for each in tried} == set()
