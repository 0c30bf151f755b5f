"""One scene of an act that is killed: `prepare` it on a site of its own, or `act`, saying before and after what is there.

Run as `python -m tests.killed.acting prepare SCENE…` or `python -m tests.killed.acting act SCENE`. A scene is a module beside
this one with `prepare(world)`, `act()`, `examine()`, which returns what does not fit together and how much is done, and `ALL`.
"""

import importlib
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")


def prepare(scenes: list[Any]) -> None:
    from django.core.management import call_command

    from yunjiang.registers.members.tests.world import furnish

    call_command("migrate", verbosity=0)
    world = furnish()
    for scene in scenes:
        scene.prepare(world)


def act(scene: Any) -> None:
    print(json.dumps(scene.examine()), flush=True)
    scene.act()
    print(json.dumps(scene.examine()), flush=True)


if __name__ == "__main__":
    django.setup()
    _program, what, *names = sys.argv
    scenes = [importlib.import_module(f"tests.killed.{name}") for name in names]
    if what == "prepare":
        prepare(scenes)
    else:
        act(scenes[0])
