"""What the pages about people call states of accounts, doubts, acts and classes of fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.access.people.dormancy import Doubt
from yunjiang.access.people.queries import AccountState
from yunjiang.access.people.workbook.checking import Effect
from yunjiang.access.permission import Act, Classification
from yunjiang.web.components.status import Mark, Tone

STATES: dict[AccountState, Mark] = {
    AccountState.ACTIVE: Mark("●", pgettext_lazy("people", "in use"), Tone.WELL),
    AccountState.NEVER: Mark("○", _("never signed in"), Tone.SILENT),
    AccountState.DORMANT: Mark("◆", _("not used for long"), Tone.LATE),
    AccountState.LOCKED: Mark("◆", pgettext_lazy("people", "locked"), Tone.SERIOUS),
    AccountState.ENDED: Mark("–", pgettext_lazy("people", "ended"), Tone.QUIET),
}

DOUBTS: dict[Doubt, tuple[Promise, Promise]] = {
    Doubt.DORMANT: (_("Not signed in for long"), _("No sign-in within the days that the site allows.")),
    Doubt.NEVER: (_("Never used"), _("Opened a while ago, and nobody has signed in yet.")),
    Doubt.EXPIRED: (_("Every role has ended"), _("The person can sign in and do nothing: has the post changed?")),
    Doubt.ROLELESS: (_("Without any role"), _("No role was ever given, and none is asked for.")),
    Doubt.SHARED: (
        _("Perhaps shared"),
        _("Signed in from five or more addresses on one day within the last thirty. One account belongs to one person."),
    ),
    Doubt.UNIT_CLOSED: (_("Unit closed"), _("The unit where the person works no longer exists. Transfer or end.")),
}  # fmt: skip

ACTS: dict[Act, Promise] = {
    Act.SEE_FIGURES: _("See figures"),
    Act.SEE_ENTRIES: _("See entries"),
    Act.POST_ENTRIES: _("Post entries"),
    Act.ASSESS: _("Assess"),
    Act.SEE_DOCUMENTS: _("See documents"),
    Act.WRITE_DOCUMENTS: _("Write documents"),
    Act.LOAD_PLAN: _("Change the plan"),
    Act.MANAGE_CYCLES: _("Manage reporting cycles"),
    Act.FILL_RETURNS: _("Fill in returns"),
    Act.REVIEW_RETURNS: _("Review returns"),
    Act.ACCEPT_RETURNS: _("Accept returns"),
    Act.SEE_RECORDS: _("See records"),
    Act.KEEP_RECORDS: _("Keep records"),
    Act.CHECK_RECORDS: _("Decide on changes of records"),
    Act.VOUCH_FOR_MEMBERS: _("Give passes to members"),
    Act.REDEEM_SERVICES: _("Redeem places of services"),
    Act.COMMENT: _("Comment on figures"),
    Act.MANAGE_PEOPLE: _("Keep accounts"),
    Act.ASSIGN_ROLES: _("Give and end roles"),
    Act.MANAGE_SITE: _("Manage the site"),
    Act.READ_AUDIT_TRAIL: _("Read the audit trail"),
}

CLASSES: dict[Classification, Promise] = {
    Classification.PUBLIC: _("public fields"),
    Classification.INTERNAL: _("internal fields"),
    Classification.SENSITIVE: _("sensitive fields"),
    Classification.IMPORTANT: _("important fields"),
}

EFFECTS: dict[Effect, Promise] = {
    Effect.ACCOUNT: _("new account"),
    Effect.ROLE: _("a further role"),
    Effect.NOTHING: _("unchanged"),
}
