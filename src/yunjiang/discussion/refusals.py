"""What a discussion refuses; each class writes its sentence for a person."""

from django.utils.translation import gettext as _


class DiscussionRefusal(Exception):
    """Anything that cannot be said or done in a discussion."""


class NothingSaid(DiscussionRefusal):
    """A comment without words."""

    def __init__(self) -> None:
        super().__init__(_("The comment is empty. Write what you want to say."))


class TooLong(DiscussionRefusal):
    """A comment longer than anybody reads beside a number."""

    def __init__(self, length: int, most: int) -> None:
        self.length, self.most = length, most
        super().__init__(
            _("The comment has %(length)d characters; %(most)d fit. Shorten it, or split it into two.")
            % {"length": length, "most": most}
        )


class NobodyOfThatName(DiscussionRefusal):
    """Somebody is mentioned who has no account, or may not see the figure: which of the two is not told."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "“@%(name)s” is nobody who may see this figure. Choose from the list that opens after @, "
                "with a space behind the name."
            )
            % {"name": name}
        )


class NotYourOwn(DiscussionRefusal):
    """Somebody would withdraw what another wrote."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(
            _(
                "This comment was written by %(by)s; only who wrote it can withdraw it. You can call it settled."
            )
            % {"by": by}
        )


class StandsOtherwise(DiscussionRefusal):
    """An act on a comment that no longer stands so that it makes sense."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(
            _("The comment is %(state)s by now. Load the page again to see how it stands.") % {"state": state}
        )
