"""Why an identifier was not taken, in words for whoever typed it. No sentence repeats what was typed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.standards.identifiers import Problem

IDENTITY: dict[Problem, Promise] = {
    Problem.EMPTY: _("Give the number."),
    Problem.LENGTH: _("The number is not as long as numbers of this document are."),
    Problem.CHARACTERS: _("The number holds characters that numbers of this document do not have."),
    Problem.PROVINCE: _("The beginning of the number does not fit this document. Check it and the sort of document."),
    Problem.BIRTH: _("The day of birth in the number is no possible day."),
    Problem.CHECK_DIGIT: _("The number was mistyped: its check character does not fit."),
}  # fmt: skip

PHONE: dict[Problem, Promise] = {
    Problem.EMPTY: _("Give the number."),
    Problem.LENGTH: _("The telephone number is too long or too short."),
    Problem.CHARACTERS: _("This is no telephone number of the mainland."),
}

NAME: dict[Problem, Promise] = {
    Problem.EMPTY: _("Give the name."),
    Problem.LENGTH: _("A name has 2 to 50 characters."),
    Problem.CHARACTERS: _("The name holds something that names do not have: a digit, a sign, a remark."),
    Problem.PRIVATE_USE: _(
        "The name holds a character without a standard code, which shows differently everywhere. Enter it again with an input "
        "method that knows GB 18030-2022."
    ),
}
