import pytest
from django.utils import timezone

from yunjiang.demonstration import union_life, unions
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import services
from yunjiang.persons.models import Person
from yunjiang.registers.unions import conditions, questions
from yunjiang.registers.unions.choices import UnionState
from yunjiang.registers.unions.models import Coverage, Enterprise, Term, Union


@pytest.mark.django_db
def test_a_world_of_unions_is_made_once_and_is_marked() -> None:
    services.load_yunnan()
    made = unions.make()
    assert made.firm_count == 129 * unions.FIRMS_EACH
    assert made.union_count > 300
    assert not Union.objects.exclude(name__endswith=unions.MARK).exists()
    assert not Enterprise.objects.exclude(is_demonstration=True).exists()
    assert not Person.objects.exclude(name__startswith="演示").exists()
    assert set(Batch.objects.values_list("data_set", flat=True)) == {DataSet.DEMONSTRATION}
    assert conditions.flaws(Enterprise.objects.all()) == []
    rate = questions.coverage(Enterprise.objects.all(), Term.objects.latest("elected_on").elected_on)
    assert 0 < rate.numerator < rate.denominator
    states = set(Union.objects.values_list("state", flat=True))
    assert states == {*UnionState} - {UnionState.WITHDRAWN}
    on = timezone.localdate()
    below = [questions.industrial_below(each, on).count() for each in questions.industrial_below(None, on)]
    assert len(below) == len(union_life.INDUSTRIES)
    assert min(below) > 3
    assert Coverage.objects.filter(kind="federation").exists()
    assert set(Term.objects.values_list("committee", flat=True)) == {"union", "women", "audit"}
    assert unions.make() == unions.Made(0, 0)
