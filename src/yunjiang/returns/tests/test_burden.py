"""The burden meter."""

from decimal import Decimal

from yunjiang.returns import burden, filling
from yunjiang.returns.burden import Asked
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Origin


def test_it_counts_forms_and_cells_and_who_filled_them(world, django_assert_num_queries):
    world.open("2023")
    world.open("2024")
    world.open("2024-Q1")
    world.fill("wuhua", proposals=0, funds=None)
    taken = {"unions": Answer(Decimal(3))}
    filling.save(world.report("wuhua"), taken, by=world.people["clerk"], origin=Origin.REGISTER)
    with django_assert_num_queries(5):
        found = {each.organization_id: each for each in burden.of_year(2024)}
    wuhua = found[world.id("wuhua")]
    assert wuhua.asked == Asked(form_count=2, cell_count=5, by_hand_count=2, taken_count=1)
    assert (wuhua.before.cell_count, wuhua.change) == (4, 1)
    assert found[world.id("kunming")].asked == Asked(form_count=1, narrative_count=1, cell_count=1)


def test_the_most_burdened_come_first(world):
    world.open("2024")
    found = burden.of_year(2024)
    assert [each.asked.cell_count for each in found] == [4, 4, 4, 1, 1, 1]
    assert burden.total(found).cell_count == 15


def test_units_may_be_chosen(world):
    world.open("2024")
    assert [each.name for each in burden.of_year(2024, organization_ids=[world.id("wuhua")])] == ["wuhua"]
    assert burden.of_year(2022) == []
