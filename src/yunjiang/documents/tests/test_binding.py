"""Every number carries its identity, and what stands unbound is only what counts nothing."""

import re

import pytest

from yunjiang.documents import identities, kinds
from yunjiang.documents.opening import opened
from yunjiang.documents.quantities import quantity

from .given import appraisal, material, province
from .laid import Parts, filed, written

# Row numbers, rule versions, and the plan's own words may hold digits; quantities may not.
_ALLOWED = re.compile(r"^(\d{1,2}|2026|34)$")


@pytest.fixture(scope="module")
def whole():
    return province()


@pytest.mark.parametrize("kind", list(kinds.ALL))
def test_no_quantity_stands_outside_a_control(kind, whole):
    composed = written(kind, whole)
    assert len(composed.identities.numbers) > 300
    for each in composed.identities.plain:
        assert _ALLOWED.match(each.digits), each
        is_row_number = not each.before and not each.after
        is_known = each.after.startswith(("-", "。", "项主要", "个任务", ". ")) or each.before.endswith(
            ("版本为", "26-", "附件：")
        )
        assert is_row_number or is_known, each


@pytest.mark.parametrize("kind", list(kinds.ALL))
def test_every_control_holds_the_number_it_says(kind, whole, tmp_path):
    composed = written(kind, whole)
    held = {each.order: each.text for line in opened(filed(composed, tmp_path)).lines for each in line.held}
    assert held == {order: number.shown for order, number in enumerate(composed.identities.numbers, start=1)}


def test_every_number_is_found_again_at_its_address(whole):
    composed = written("mid_term_evaluation", whole)
    for number in [*composed.identities.numbers, *(each.number for each in composed.identities.drawn)]:
        found = quantity(whole, number.address)
        assert found is not None, number
        assert found.value == number.value


def test_numbers_of_charts_carry_their_identity_too(whole, tmp_path):
    composed = written("mid_term_evaluation", whole)
    file = opened(filed(composed, tmp_path))
    assert len(composed.identities.drawn) == len(file.charts) > 100
    assert {(each.chart, each.series, each.point) for each in composed.identities.drawn} == set(file.charts)


def test_the_identities_are_read_as_they_were_written(whole):
    composed = written("bulletin", whole)
    part = identities.written(composed.identities)
    assert identities.written(identities.read(part)) == part
    assert identities.read(part).origin == composed.identities.origin


def test_the_part_is_registered_in_the_package(whole):
    parts = Parts(written("bulletin", whole).content)
    assert identities.NAMESPACE.encode() in parts.package.read("customXml/item1.xml")
    relations = parts.package.read("word/_rels/document.xml.rels").decode()
    assert "../customXml/item1.xml" in relations
    assert identities.NAMESPACE in parts.package.read("customXml/itemProps1.xml").decode()
    assert identities.DOCUMENT_PROPERTY in parts.package.read("docProps/custom.xml").decode()


def test_control_ids_are_unique(whole):
    parts = Parts(written("mid_term_evaluation", whole).content)
    ids = parts.values("//w:sdtPr/w:id/@w:val")
    assert len(ids) == len(set(ids))
    tags = parts.values("//w:sdtPr/w:tag/@w:val")
    assert all(len(tag) <= 64 for tag in tags)


def test_an_identity_names_indicator_organization_window_and_exact_value():
    composed = written("annual_report", material([appraisal("3.4.1", "5412800")]))
    number = next(each for each in composed.identities.numbers if each.shown == "541.28万人")
    assert number.address.indicator == "3.4.1"
    assert number.address.organization == "530000"
    assert str(number.value) == "5412800"
    assert [str(day) for day in number.window] == ["2021-01-01", "2023-12-31"]


def test_a_part_that_is_none_of_ours_is_refused():
    for content in (b"<a/>", b"not xml", b'<document xmlns="urn:yunjiang:document:numbers:1"/>'):
        with pytest.raises(ValueError):
            identities.read(content)
