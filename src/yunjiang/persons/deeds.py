"""What is done about persons, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "persons.change": _("Changed a person's record"),
    "persons.merge": _("Merged two records of one person"),
    "persons.unmerge": _("Took a merge of persons back"),
    "persons.dismiss": _("Said that two records are two persons"),
    "persons.read": _("Read what registers hold of a person"),
    "persons.unseal": _("Read a person's sealed number"),
    "persons.consent": _("Recorded or withdrew a consent"),
    "persons.request": _("Took down what a person asks about their own data"),
    "persons.answer": _("Answered what a person asked about their own data"),
    "persons.hand_out": _("Handed a person their own record"),
    "persons.restrict": _("Restricted the use of a person's record"),
    "persons.let_go": _("Let go what was over its time"),
    "persons.erase": _("Erased a person's record"),
}
