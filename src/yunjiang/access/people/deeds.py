"""The acts of keeping people, as the audit trail names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "people.open_account": _("Opened an account"),
    "people.appoint": _("Opened an account with its first post"),
    "people.end_account": _("Ended an account"),
    "people.reopen_account": _("Reopened an account"),
    "people.give_password": _("Gave a one-time password"),
    "people.invite": _("Invited a person"),
    "people.withdraw_invitation": _("Withdrew an invitation"),
    "people.accept_invitation": _("Accepted an invitation"),
    "people.take_effect": _("What was set for a day took effect"),
    "people.transfer": _("Transferred a person"),
    "people.ask_role": _("Asked for a role"),
    "people.grant_role": _("Granted a role that was asked for"),
    "people.refuse_role": _("Refused a role that was asked for"),
    "people.withdraw_request": _("Withdrew a request for a role"),
    "people.give_role": _("Gave a role"),
    "people.end_role": _("Ended a role"),
    "people.import": _("Imported accounts"),
    "people.import_row": _("Imported one row of accounts"),
    "people.end_dormant": _("Ended accounts nobody uses"),
    "people.see_addresses": _("Read where people signed in from"),
}
