"""The words of returns in documents: a unit's own, else those of the units directly below by name, bounded."""

from yunjiang.returns import filling, narrative
from yunjiang.returns.models import Heading, Origin
from yunjiang.standards import periods

YEAR = periods.parse("2024")


def told(world, unit: str) -> dict[str, str]:
    return narrative.passages_for(world.id(unit), YEAR)


def hand_in(world, unit, **words):
    world.tell(unit, text=words.pop("text", "办了三场活动"))
    extra = {(action.replace("_", "."), Heading.PROGRESS): text for action, text in words.items()}
    filling.save(world.report(unit), {}, by=world.people["clerk"], origin=Origin.TYPED, passages=extra)
    world.fill_all(unit)
    world.submit(unit)


def test_a_unit_is_told_of_in_its_own_words(world):
    world.open("2024")
    hand_in(world, "kunming", text="昆明办了三场活动")
    assert told(world, "kunming") == {"overall": "昆明办了三场活动", "next_year": "再办三场"}


def test_above_the_words_of_the_units_below_are_put_together_by_name(world):
    world.open("2024")
    hand_in(world, "kunming")
    hand_in(world, "qujing", text="曲靖办了一场")
    assert told(world, "province")["overall"] == "kunming：办了三场活动\nqujing：曲靖办了一场"


def test_drafts_are_nobodys_business(world):
    world.open("2024")
    world.tell("kunming")
    assert told(world, "kunming") == told(world, "province") == {}


def test_words_on_an_action_stand_under_its_initiative(world):
    world.open("2024")
    hand_in(world, "kunming", **{"1_1": "评了十项", "1_2": "建了一百家"})
    assert told(world, "kunming")["practice.1"] == "群众性创新：评了十项\n建会：建了一百家"


def test_what_many_tell_stays_within_bounds(world):
    world.open("2024")
    long = "这一年做了很多事情。" * 400
    hand_in(world, "kunming", text=long)
    hand_in(world, "qujing", text=long)
    together = told(world, "province")["overall"]
    assert len(together) < narrative.MOST_CHARACTERS
    assert together.count("。\n") == 1  # cut where a sentence ends
    assert told(world, "kunming")["overall"] == long


def test_another_year_or_data_set_tells_nothing(world):
    world.open("2024")
    hand_in(world, "kunming")
    assert narrative.passages_for(world.id("kunming"), periods.parse("2023")) == {}
    assert narrative.passages_for(world.id("kunming"), YEAR, data_set="demonstration") == {}
    assert narrative.passages_for(world.id("kunming"), YEAR, plan="another") == {}


def test_next_year_is_not_asked_in_the_plans_last_year(world):
    world.open("2025")
    assert narrative.headings(world.report("kunming", "2025")) == [Heading.PROGRESS]
