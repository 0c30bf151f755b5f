"""Loading: versions, identities, and that nothing changes when nothing is said."""

import threading
from datetime import date

import pytest
from django.db import connection

from yunjiang.organizations.models import Organization
from yunjiang.organizations.services import load_yunnan
from yunjiang.plans import canonical, library, queries, services
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.models import Indicator, Plan, PlanVersion
from yunjiang.plans.refusals import NoPlanLoaded, PlanNotLoadable

from .conftest import LINJIANG, changed, document_of

pytestmark = pytest.mark.django_db
HIGHER = changed(LINJIANG, ("target: 97.5", "target: 98"))


def test_it_works(linjiang: dict[str, Organization]) -> None:
    loaded = services.load(LINJIANG, "tests", note="first")
    assert (loaded.version.number, loaded.is_new, loaded.warnings) == (1, True, ())
    assert loaded.version.plan.owner == linjiang["linjiang"]
    assert queries.current() == queries.current("linjiang-environment-2026-2030") == loaded.version
    assert queries.document(loaded.version) == document_of(LINJIANG)
    assert Indicator.objects.filter(is_current=True).count() == 8


def test_loading_again_changes_nothing(linjiang: dict[str, Organization]) -> None:
    first = services.load(LINJIANG, "tests").version
    again = services.load(LINJIANG, "somebody else")
    assert (again.version, again.is_new) == (first, False)
    assert PlanVersion.objects.count() == 1


def test_comments_layout_and_order_make_no_new_version(linjiang: dict[str, Organization]) -> None:
    services.load(LINJIANG, "tests")
    forest, trees = LINJIANG.index("          - code: C1-1"), LINJIANG.index("          - code: C1-2")
    volunteers = LINJIANG.index("          - code: C1-3")
    reordered = (
        LINJIANG[:forest] + LINJIANG[trees:volunteers] + LINJIANG[forest:trees] + LINJIANG[volunteers:]
    )
    retouched = changed(
        "# looked through once more\n" + reordered,
        ("target: 85\n", "target: 85.0\n"),
        ("{north: 江北, south: 江南}", "\n      north: '江北'\n      south: \"江南\""),
    )
    assert not services.load(retouched.encode("utf-8-sig"), "tests").is_new


def test_a_changed_fact_makes_a_version_and_the_old_one_stays_readable(
    linjiang: dict[str, Organization],
) -> None:
    old = services.load(LINJIANG, "tests").version
    new = services.load(HIGHER, "tests").version
    assert (new.number, queries.current(new.plan.code)) == (2, new)
    assert [each.number for each in queries.versions(new.plan)] == [2, 1]
    assert str(queries.document(old).indicator("B1-3").target) == "97.5"
    assert str(queries.document(new).indicator("B1-3").target) == "98"


def test_going_back_is_a_version_too(linjiang: dict[str, Organization]) -> None:
    services.load(LINJIANG, "tests")
    services.load(HIGHER, "tests")
    assert services.load(LINJIANG, "tests").version.number == 3


def test_indicators_keep_their_identity(linjiang: dict[str, Organization]) -> None:
    services.load(LINJIANG, "tests")
    before = dict(Indicator.objects.values_list("code", "id"))
    renamed = changed(LINJIANG, ("name: 污水处理率", "name: 城市污水处理率"), ("code: C1-3", "code: C1-4"))
    services.load(renamed, "tests")
    after = {each.code: each for each in Indicator.objects.all()}
    assert {code: each.pk for code, each in after.items() if code in before} == before
    assert after["B1-3"].name == "城市污水处理率"
    assert [code for code, each in after.items() if not each.is_current] == ["C1-3"]
    services.load(LINJIANG, "tests")
    assert Indicator.objects.get(code="C1-3").is_current
    assert not Indicator.objects.get(code="C1-4").is_current


def test_a_plan_with_errors_is_not_loaded_and_says_all_of_them(linjiang: dict[str, Organization]) -> None:
    broken = changed(LINJIANG, ("formula: pm25_mean", "formula: pm25"), ("0.98, 1]", "0.98, 0.9]"))
    with pytest.raises(PlanNotLoadable) as refusal:
        services.load(broken, "tests")
    errors = [each.code for each in refusal.value.problems if each.is_error]
    assert errors == ["unknown_measure", "profile_falls", "profile_not_whole"]
    assert not Plan.objects.exists()


def test_malformed_parts_do_not_hide_what_is_wrong_with_the_others(linjiang: dict[str, Organization]) -> None:
    broken = changed(
        LINJIANG,
        ("scale: 1\n", "scale: one\n"),
        ("target: 85\n", "target: many\n"),
        ("{code: G1, name: 落实河湖长制}", "{code: G1}"),
        ("0.98, 1]", "0.98, 0.9]"),
    )
    document, problems = services.check(broken)
    assert document is None
    assert [each.code for each in problems] == [
        "wrong_type",
        "wrong_type",
        "profile_falls",
        "profile_not_whole",
        "field_missing",
    ]


def test_a_plan_of_nobody_is_not_loaded() -> None:
    with pytest.raises(PlanNotLoadable) as refusal:
        services.load(LINJIANG, "tests")
    assert "unknown_owner" in [each.code for each in refusal.value.problems]


def test_unknown_organizations_are_warned_of(linjiang: dict[str, Organization]) -> None:
    loaded = services.load(changed(LINJIANG, ("[linjiang-industry]", "[linjiang-industrie]")), "tests")
    assert [(each.code, each.facts["given"]) for each in loaded.warnings] == [
        ("unknown_organization", "linjiang-industrie")
    ]


def test_two_plans_live_side_by_side(linjiang: dict[str, Organization]) -> None:
    first = services.load(LINJIANG, "tests").version
    text = changed(LINJIANG, ("linjiang-environment-2026-2030", "linjiang-environment-2031-2035"))
    second = services.load(text, "tests").version
    assert queries.current("linjiang-environment-2026-2030") == first
    assert queries.current() == second
    assert [each.code for each in queries.plans()] == [first.plan.code, second.plan.code]
    assert queries.identity(document_of(text).indicator("A1-1")).plan == second.plan


def test_asking_for_a_plan_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoPlanLoaded):
        queries.current()
    with pytest.raises(NoPlanLoaded, match="nowhere"):
        queries.current("nowhere")


def test_a_version_is_read_once_a_process(linjiang: dict[str, Organization]) -> None:
    version = services.load(LINJIANG, "tests").version
    assert queries.document(version) is queries.document(PlanVersion.objects.get(pk=version.pk))


def test_the_digest_is_of_facts_not_of_defaults() -> None:
    spelled_out = changed(
        LINJIANG, ("formula: pm25_mean", "formula: pm25_mean\n            channel: reported")
    )
    assert canonical.digest(document_of(spelled_out)) == canonical.digest(document_of(LINJIANG))
    assert canonical.digest(document_of(HIGHER)) != canonical.digest(document_of(LINJIANG))


def test_the_yunnan_plan_loads(db: None) -> None:
    load_yunnan()
    loaded = services.load(library.text("yunnan-2021-2025"), "tests")
    assert loaded.version.plan.owner.key == "530000"
    assert "unknown_organization" not in [each.code for each in loaded.warnings]
    document: PlanDocument = queries.document(loaded.version)
    assert (document.first_day, document.last_day) == (date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_load_at_once_make_two_versions(
    on_postgresql: None, linjiang: dict[str, Organization]
) -> None:
    texts = [changed(LINJIANG, ("target: 97.5", f"target: {target}")) for target in (95, 96, 97, 98)]
    failures: list[BaseException] = []

    def load(text: str) -> None:
        try:
            services.load(text, "tests")
        except BaseException as reason:
            failures.append(reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=load, args=[text]) for text in texts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert sorted(PlanVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Indicator.objects.count() == 8
