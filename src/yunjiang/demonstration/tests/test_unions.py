import pytest

from yunjiang.demonstration import unions
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import services
from yunjiang.persons.models import Person
from yunjiang.registers.unions import conditions, questions
from yunjiang.registers.unions.models import Enterprise, Term, Union


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
    assert unions.make() == unions.Made(0, 0)
