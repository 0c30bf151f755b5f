"""Which organization a body is: found by what is sure, offered where it is not, and as chosen before."""

from datetime import date

import pytest

from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans.drafts import deciding, matching, queries
from yunjiang.plans.drafts.beginning import begin
from yunjiang.plans.reader.items import UNIT_KINDS

from .conftest import SHORT


@pytest.fixture
def yunnan(db: None) -> Organization:
    organizations.load_yunnan()
    return Organization.objects.get(key="530000")


NAMED = [
    ("云南省总工会", "yn-zgh", "name"),
    ("省总工会", "yn-zgh", "short_name"),
    ("省人社厅", "yn-rst", "abbreviation"),
    ("省人力资源和社会保障厅", "yn-rst", "abbreviation"),
    ("省人力資源社會保障廳", "yn-rst", "short_name"),
    ("云南省人力资源社会保障厅", "yn-rst", "abbreviation"),
    ("省发改委", "yn-fgw", "abbreviation"),
    ("省发展和改革委员会", "yn-fgw", "abbreviation"),
    ("省工信厅", "yn-gxt", "abbreviation"),
    ("省住建厅", "yn-zjt", "abbreviation"),
    ("省卫健委", "yn-wjw", "abbreviation"),
    ("省文旅厅等部门", "yn-wlt", "abbreviation"),
    ("省应急管理厅", "yn-yjt", "abbreviation"),
    ("省医疗保障局", "yn-ybj", "abbreviation"),
    ("省市场监督管理局", "yn-scj", "abbreviation"),
    ("省高院", "yn-gfy", "abbreviation"),
    ("云南省妇联", "yn-fl", "abbreviation"),
    ("共青团云南省委", "yn-tsw", "abbreviation"),
    ("团省委", "yn-tsw", "short_name"),
    ("省委改革办", "yn-ggb", "short_name"),
    ("省委深改办", "yn-ggb", "abbreviation"),
    ("省委网信办", "yn-wxb", "short_name"),
    ("省委统战部", "yn-tzb", "short_name"),
    ("中共云南省委组织部", "yn-zzb", "name"),
    ("昆明市人民政府", "530100", "name"),
    ("各州（市）人民政府", "prefecture", "kind"),
    ("各州市", "prefecture", "kind"),
    ("各县（市、区）人民政府", "county", "kind"),
    ("省级有关部门", "department", "kind"),
    ("省直各部门", "department", "kind"),
    ("有关企业", "enterprise", "kind"),
    ("各产业系统", "industry_system", "kind"),
]


UNSURE = ("市教育局", "省经信委", "领导小组办公室", "省级工会", "各级工会", "教育局")


def test_usual_names_are_found_and_what_is_not_sure_is_left_to_a_person(yunnan: Organization) -> None:
    tree = matching.Tree(yunnan)
    assert [(name, *tree.find(name)) for name, _key, _how in NAMED] == NAMED
    assert {tree.match(name).key for name in UNSURE} == {""}


def test_candidates_come_with_their_likeness(owner: Organization) -> None:
    found = matching.match("省人力资源厅", owner)
    assert found.key == ""
    assert found.candidates[0].key == "xl-labour"
    assert found.candidates[0].likeness < 1


def test_of_two_that_are_meant_alike_none_is_taken(owner: Organization) -> None:
    organizations.open_organization(
        "xl-other", on=date(2020, 1, 1), kind=Kind.DEPARTMENT, code="xl-other", name="西岭省教育委员会",
        short_name="省教育厅", parent=owner,
    )  # fmt: skip
    assert matching.match("省教育厅", owner).key == ""


def test_a_choice_holds_for_the_next_document(owner: Organization) -> None:
    text = SHORT.replace("省教育厅", "省教育考试院")
    draft = begin(text, code="jobs", owner=owner, by="li")
    body = next(each for each in queries.items(draft) if each.values["name"] == "省教育考试院")
    assert body.values["organization"] == ""
    deciding.correct(body, {"organization": "xl-education"}, by="li")
    after = begin(text + "（修订）", code="jobs", owner=owner, by="li")
    again = next(each for each in queries.items(after) if each.values["name"] == "省教育考试院")
    assert again.values["organization"] == "xl-education"
    assert matching.match("省教育考试院", owner).how == "chosen"


def test_the_kinds_of_units_are_those_of_the_tree() -> None:
    assert set(Kind.values) == UNIT_KINDS


def test_a_government_told_by_its_level_is_that_of_the_region_around(owner: Organization) -> None:
    assert matching.Tree(owner).find("省人民政府") == (owner.key, "abbreviation")
    below = Organization.objects.get(key="xl-east")
    assert matching.Tree(below).find("省政府") == (owner.key, "abbreviation")
    assert matching.Tree(owner).find("县人民政府") == ("", "")
