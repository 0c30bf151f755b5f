"""What the script of returns says: its sentences, with places in braces that it fills in."""

from django.utils.translation import gettext as _

from yunjiang.returns.workbooks.form import BETWEEN, UNAVAILABLE


def words() -> dict[str, str]:
    """Return what the page's script says."""
    return {
        "saving": _("Saving …"),
        "savedAt": _("Saved at {at}"),
        "savesItself": _("What you fill in saves itself."),
        "wrong": _("{count} not saved: see what is said there."),
        "down": _(
            "The server does not answer; {count} not saved yet. They are kept here and sent again by themselves."
        ),
        "signedOut": _(
            "Your session has ended; {count} not saved yet. They are kept here: sign in in another window, then"
        ),
        "signIn": _("Sign in"),
        "again": _("try again now"),
        "failed": _(
            "This could not be saved. It is kept here; try again, and tell the system administrator if it fails again."
        ),
        "recalled": _("{count} items that had not been saved are here again."),
        "conflict": _("{by} changed this to {theirs} at {at}; you have {mine}. Which one holds?"),
        "takeTheirs": _("Take theirs"),
        "takeMine": _("Take mine"),
        "unavailable": _("cannot be provided"),
        "unavailableWord": UNAVAILABLE,
        "explanation": _("Explanation"),
        "empty": _("empty"),
        "between": BETWEEN,
        "pasted": _("{count} cells were pasted."),
        "pastedWithout": _(
            "{count} cells were pasted; {outside} more would lie outside the table or in closed cells and were left out."
        ),
        "undone": _("{count} cells were put back."),
        "redone": _("{count} cells were filled again."),
        "notAttached": _("The file could not be attached; check the connection and try again."),
    }
