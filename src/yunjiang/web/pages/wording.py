"""The words of pages for what lower rooms say in codes: data sets, kinds of units, news, and a plan's bases and courses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.ledger.models import DataSet
from yunjiang.ledger.touches import News
from yunjiang.organizations.models import Kind
from yunjiang.plans.document import Basis, Cadence, Comparator, Nature, TrajectoryKind

DATA_SETS: dict[DataSet, Promise] = {
    DataSet.OPERATIONAL: _("Operational data"),
    DataSet.PUBLISHED: _("Published values"),
    DataSet.DEMONSTRATION: _("Demonstration data"),
}
KINDS: dict[Kind, Promise] = {
    Kind.PROVINCE: _("provinces"),
    Kind.PREFECTURE: _("prefectures"),
    Kind.COUNTY: _("counties"),
    Kind.DEPARTMENT: _("departments"),
    Kind.INDUSTRY_SYSTEM: _("industry systems"),
    Kind.FUNCTIONAL_AREA: _("functional areas"),
    Kind.ENTERPRISE: _("enterprises"),
    Kind.UNION: _("unions"),
}
BASES: dict[Basis, Promise] = {
    Basis.CUMULATIVE: _("summed from the plan's first day"),
    Basis.ANNUAL: _("summed within each calendar year"),
    Basis.STOCK: _("what stands at the date"),
    Basis.INCREMENT: _("what stands at the date, less the baseline"),
    Basis.RATIO: _("the sum of numerators over the sum of denominators"),
    Basis.SHARE: _("the part over the whole it belongs to"),
}
COMPARATORS: dict[Comparator, str] = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE_THAN: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS_THAN: "<",
    Comparator.EQUAL: "=",
    Comparator.RANGE: "",
}
CADENCES: dict[Cadence, Promise] = {
    Cadence.DEADLINE: _("by its day"),
    Cadence.ANNUAL: _("in every year anew"),
    Cadence.ONGOING: _("on every day"),
}
NATURES: dict[Nature, Promise] = {
    Nature.BINDING: _("binding"),
    Nature.EXPECTED: _("expected"),
    Nature.NOT_GIVEN: _("binding or expected: the plan does not say"),
}
COURSES: dict[TrajectoryKind, Promise] = {
    TrajectoryKind.LINEAR: _("evenly in time"),
    TrajectoryKind.MILESTONES: _("through the milestones, evenly between them"),
    TrajectoryKind.PROFILE: _("along the profile of the year"),
    TrajectoryKind.STEP: _("nothing before the day it is due"),
    TrajectoryKind.HOLD: _("to be held on every day"),
}
NEWS: dict[News, Promise] = {
    News.FIRST: _("newly reported"),
    News.CORRECTION: _("corrected"),
    News.WITHDRAWAL: _("taken back"),
}
