"""Units below as tiles in the places they have on a map, each with its name, its number and its status."""

from dataclasses import dataclass

from yunjiang.web.components.status import Mark


@dataclass(frozen=True)
class Tile:
    row: int  # from 1
    column: int  # from 1
    name: str
    text: str
    mark: Mark
    href: str
    is_chosen: bool = False
