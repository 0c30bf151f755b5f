"""Posting: once per revision, corrected by reversal, refused with every problem at once."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests import journal

from yunjiang.ledger import posting, queries, writing
from yunjiang.ledger.models import Batch, Entry, Person, Posting
from yunjiang.ledger.posting import Line, PostingRefused, Record, RevisionConflict
from yunjiang.ledger.refusals import BatchTooLarge
from yunjiang.organizations import services
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.usefixtures("world")]


def unit(key: str = "五华") -> int:
    return Organization.objects.get(key=key).pk


def sums() -> dict[str, int]:
    """Σ quantity × weight by measure, in 10^-scale units."""
    found: dict[str, int] = {}
    for code, quantity, weight in Entry.objects.values_list("measure__code", "quantity", "weight"):
        found[code] = found.get(code, 0) + quantity * weight
    return found


def codes(*records: Record) -> list[str]:
    with pytest.raises(PostingRefused) as refusal:
        posting.post(records, data_set="operational", by="li", title="t")
    assert not Batch.objects.exists()
    return [problem.code for problem in refusal.value.problems]


def post(*records: Record) -> posting.Receipt:
    return posting.post(records, data_set="operational", by="li", title="t")


def line(measure: str = "trained", quantity: int | Decimal = 1, **facts: object) -> Line:
    given = {"organization": unit(), "happened_on": date(2024, 3, 31)} | facts
    return Line(measure, quantity=quantity, **given)  # type: ignore[arg-type]


def test_it_works() -> None:
    receipt = journal.post(
        """
        2024-03-31 · 五华 · trained · 12 · sex=F · source=return:1
        2024-03-31 · 五华 · trained · 30 · sex=M · source=return:1
        2024-Q1    · 祥云 · output  · ≥3.50
        """
    )
    assert (receipt.posted_count, receipt.unchanged_count, receipt.reversed_count) == (2, 0, 0)
    assert receipt.entry_count == 3
    assert receipt.batch is not None
    assert receipt.batch.position == queries.position() == 1
    assert sums() == {"trained": 42, "output": 350}
    spanning = Entry.objects.get(measure__code="output")
    assert (spanning.since_on, spanning.happened_on) == (date(2024, 1, 1), date(2024, 3, 31))
    assert (spanning.bound, spanning.origin, spanning.weight) == ("at_least", spanning.pk, 1)
    assert [entry.breakdown.key for entry in Entry.objects.filter(measure__code="trained")] == [
        "sex=F",
        "sex=M",
    ]


def test_posting_the_same_again_changes_nothing() -> None:
    text = "2024-03-31 · 五华 · trained · 12 · source=return:1 · revision=3"
    journal.post(text)
    receipt = journal.post(text)
    assert receipt.batch is None
    assert (receipt.posted_count, receipt.unchanged_count, receipt.entry_count) == (0, 1, 0)
    assert queries.position() == 1


def test_lines_in_another_order_are_the_same() -> None:
    one, other = line(quantity=1), line(quantity=2)
    post(Record("return:1", [one, other], revision=1))
    assert post(Record("return:1", [other, one], revision=1)).batch is None


def test_evidence_that_moved_is_no_change() -> None:
    post(Record("return:1", [line()], evidence={"file": "a.xlsx", "row": 3}))
    assert post(Record("return:1", [line()], evidence={"file": "b.xlsx", "row": 9})).batch is None


def test_a_changed_source_is_reversed_and_entered_anew_in_one_batch() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1")
    receipt = journal.post("2024-03-31 · 五华 · trained · 15 · source=return:1")
    assert (receipt.posted_count, receipt.reversed_count, receipt.entry_count) == (1, 1, 2)
    assert sums() == {"trained": 15}
    old, reversal, new = Posting.objects.order_by("id")
    assert (old.revision, reversal.revision, new.revision) == (1, 1, 2)
    assert (reversal.is_reversal, reversal.reverses, new.is_reversal) == (True, old, False)
    assert reversal.batch_id == new.batch_id
    taken_back = Entry.objects.get(posting=reversal)
    assert (taken_back.weight, taken_back.origin, taken_back.quantity) == (-1, old.entries.get().pk, 12)


def test_another_channel_is_a_change() -> None:
    text = "2024-03-31 · 五华 · trained · 12 · source=x:1"
    journal.post(text)
    assert journal.post(text, channel="evidenced").reversed_count == 1


def test_a_revision_is_recorded_though_its_content_stayed() -> None:
    text = "2024-03-31 · 五华 · trained · 12 · source=return:1 · revision="
    journal.post(text + "1")
    assert journal.post(text + "2").posted_count == 1
    with pytest.raises(RevisionConflict):
        journal.post("2024-03-31 · 五华 · trained · 13 · source=return:1 · revision=2")
    assert sums() == {"trained": 12}


def test_a_source_may_say_that_nothing_counts_any_more() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1")
    receipt = post(Record("return:1", []))
    assert (receipt.posted_count, receipt.reversed_count) == (1, 1)
    assert sums() == {"trained": 0}


def test_zero_is_an_entry() -> None:
    journal.post("2024-03-31 · 五华 · trained · 0")
    assert Entry.objects.get().quantity == 0


def test_the_same_revision_with_other_content_is_refused() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1 · revision=1")
    with pytest.raises(RevisionConflict) as refusal:
        journal.post("2024-03-31 · 五华 · trained · 13 · source=return:1 · revision=1")
    assert "return:1" in str(refusal.value)
    assert sums() == {"trained": 12}


def test_a_revision_older_than_the_newest_is_refused_unless_it_is_known() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1 · revision=2")
    journal.post("2024-03-31 · 五华 · trained · 13 · source=return:1 · revision=5")
    assert (
        journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1 · revision=2").unchanged_count == 1
    )
    with pytest.raises(PostingRefused) as refusal:
        journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1 · revision=4")
    assert [problem.code for problem in refusal.value.problems] == ["revision_outdated"]


def test_withdrawing_takes_everything_back_and_only_once() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1")
    receipt = posting.withdraw(["return:1"], data_set="operational", by="li", title="wrong file")
    assert (receipt.reversed_count, receipt.entry_count) == (1, 1)
    assert sums() == {"trained": 0}
    again = posting.withdraw(["return:1"], data_set="operational", by="li", title="wrong file")
    assert (again.batch, again.unchanged_count) == (None, 1)


def test_what_was_withdrawn_comes_back_as_a_new_revision_only() -> None:
    text = "2024-03-31 · 五华 · trained · 12 · source=return:1"
    journal.post(text)
    posting.withdraw(["return:1"], data_set="operational", by="li", title="wrong file")
    with pytest.raises(PostingRefused) as refusal:
        journal.post(text + " · revision=1")
    assert [problem.code for problem in refusal.value.problems] == ["revision_withdrawn"]
    journal.post(text)
    assert sums() == {"trained": 12}
    assert Posting.objects.filter(is_reversal=False).count() == 2


def test_withdrawing_what_was_never_posted_is_refused() -> None:
    with pytest.raises(PostingRefused) as refusal:
        posting.withdraw(["return:1", "return:2"], data_set="operational", by="li", title="t")
    assert [problem.code for problem in refusal.value.problems] == ["unknown_source"] * 2


def test_a_source_stays_in_its_data_set() -> None:
    journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1")
    with pytest.raises(PostingRefused) as refusal:
        journal.post("2024-03-31 · 五华 · trained · 12 · source=return:1", data_set="demonstration")
    assert [problem.code for problem in refusal.value.problems] == ["source_in_another_data_set"]
    with pytest.raises(PostingRefused):
        posting.withdraw(["return:1"], data_set="published", by="li", title="t")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(PostingRefused) as refusal:
        post(
            Record("return:1", [line("nothing"), line(quantity=Decimal("1.5"))]),
            Record("return:2", [line(person="张三"), line("graduates")]),
        )
    found = [(problem.record, problem.line, problem.code) for problem in refusal.value.problems]
    assert found == [
        (0, 0, "unknown_measure"),
        (0, 1, "quantity_too_fine"),
        (1, 0, "person_forbidden"),
        (1, 1, "person_missing"),
    ]
    assert "return:2" in refusal.value.problems[2].sentence()
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (Decimal("0.001"), "quantity_too_fine"),
        (Decimal("1E-9999"), "quantity_too_fine"),
        (Decimal("1.00000000000000000000000000000001"), "quantity_too_fine"),
        (Decimal("1E+9999"), "quantity_too_large"),
        (2**63 // 100 + 1, "quantity_too_large"),
        (Decimal("NaN"), "quantity_not_a_number"),
        (Decimal("Infinity"), "quantity_not_a_number"),
        (1.5, "quantity_not_a_number"),
        (True, "quantity_not_a_number"),
        (None, "quantity_not_a_number"),
    ],
)
def test_a_quantity_that_cannot_be_kept_exactly_is_refused(quantity: object, code: str) -> None:
    assert codes(Record("x:1", [line("output", quantity)])) == [code]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "kept"),
    [
        (Decimal("12.50"), 1250),
        (Decimal("-0.01"), -1),
        (7, 700),
        (Decimal("1.2300000000000000000000000000000000"), 123),
        ((2**63 - 1) // 100, (2**63 - 1) // 100 * 100),
    ],
)
def test_quantities_are_kept_in_the_measures_smallest_units(quantity: int | Decimal, kept: int) -> None:
    post(Record("x:1", [line("output", quantity)]))
    assert Entry.objects.get().quantity == kept


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"organization": 999_999}, "unknown_organization"),
        ({"breakdown": {"region": "x"}}, "unknown_dimension"),
        ({"breakdown": {"sex": "X"}}, "unknown_dimension_value"),
        ({"since_on": date(2024, 4, 1)}, "days_out_of_order"),
        ({"happened_on": datetime(2024, 3, 31)}, "not_a_day"),
        ({"happened_on": date(1949, 10, 1)}, "organization_not_open"),
        ({"bound": "roughly"}, "unknown_bound"),
    ],
)
def test_a_line_is_refused_for(facts: dict[str, object], code: str) -> None:
    assert codes(Record("x:1", [line(**facts)])) == [code]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (Record("", []), "bad_source"),
        (Record("x" * 201, []), "bad_source"),
        (Record("a\tb", []), "bad_source"),
        (Record("a\x00", []), "bad_source"),
        (Record("x:1", [], revision=0), "bad_revision"),
        (Record("x:1", [], revision=2**31), "bad_revision"),
        (Record("x:1", [], revision=True), "bad_revision"),
        (Record("x:1", [], channel="told"), "unknown_channel"),
        (Record("x:1", [], evidence={"row": 1.5}), "bad_evidence"),
        (Record("x:1", [], evidence={"quote": "a\x00b"}), "bad_evidence"),
        (Record("x:1", [], evidence={"quote": "a\ud800b"}), "bad_evidence"),
        (Record("x:1", [], evidence={"rows": [1, {2: "b"}]}), "bad_evidence"),
    ],
)
def test_a_record_is_refused_for(record: Record, code: str) -> None:
    assert codes(record) == [code]


def test_a_breakdown_longer_than_its_column_is_refused() -> None:
    values = "|".join(f"{letter * 60}" for letter in "abcde")
    journal.measures(f"sorted · flow · 人 · one={values} · two={values} · three={values} · four={values}")
    breakdown = dict.fromkeys(("one", "two", "three", "four"), "a" * 60)
    assert codes(Record("x:1", [line("sorted", breakdown=breakdown)])) == ["breakdown_too_long"]


@pytest.mark.parametrize("person", ["a\x00b", "a\ud800", 530102])
def test_a_person_must_be_named_by_a_text(person: object) -> None:
    assert codes(Record("x:1", [line("graduates", person=person)])) == ["bad_person"]


def test_a_source_that_comes_twice_is_refused() -> None:
    assert codes(Record("x:1", [line()]), Record("x:1", [line()])) == ["source_twice"]


def test_a_unit_closed_before_the_day_is_named() -> None:
    organization = Organization.objects.get(key="祥云")
    services.close(organization, on=date(2024, 1, 1))
    record = Record("x:1", [line(organization=organization.pk)])
    with pytest.raises(PostingRefused) as refusal:
        post(record)
    assert "祥云" in str(refusal.value)
    assert "2024-03-31" in str(refusal.value)


def test_persons_are_known_by_number_only() -> None:
    journal.post(
        """
        2024-05-04 · 五华 · graduates · 1 · person=530102199001011234
        2024-05-04 · 盘龙 · graduates · 1 · person=530102199001011234
        2024-05-04 · 盘龙 · graduates · 1 · person=530102199001015678
        """
    )
    assert len(set(Entry.objects.values_list("person", flat=True))) == Person.objects.count() == 2
    key = Person.objects.order_by("id")[0].key
    assert key is not None
    assert len(bytes(key)) == 32
    assert b"5301" not in bytes(key)


def test_evidence_comes_back_as_it_was_given() -> None:
    evidence = {
        "file": "报表\\3.xlsx",
        "quote": "超过\t600\n万",
        "rows": [1, None, True],
        "b": {"z": 1, "a": 2},
    }
    post(Record("x:1", [line()], evidence=evidence))
    assert queries.entries(Entry.objects.values_list("pk", flat=True))[0].evidence == evidence


def test_a_batch_needs_somebody_and_a_title() -> None:
    for facts in (
        {"by": ""},
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\ud800"},
        {"reason": "a\x00"},
        {"data_set": "test"},
    ):
        with pytest.raises(ValueError):
            posting.post([], **({"data_set": "operational", "by": "li", "title": "t"} | facts))


def test_nothing_to_post_is_no_batch() -> None:
    assert post().batch is None
    assert queries.position() == 0


def test_more_entries_than_a_batch_can_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LARGEST_NUMBER", 2)
    with pytest.raises(BatchTooLarge, match="2"):
        post(Record("x:1", [line(), line(), line()]))
    assert not Batch.objects.exists()


def test_positions_follow_each_other() -> None:
    for number in range(1, 4):
        journal.post(f"2024-03-31 · 五华 · trained · {number}")
    assert list(Batch.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
    moments = list(Batch.objects.order_by("position").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert queries.position_at(moments[1]) in (2, 3)
    assert queries.position_at(datetime.fromisoformat("2000-01-01T00:00:00+08:00")) == 0
