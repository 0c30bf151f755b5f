"""One act that is being recorded."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from yunjiang.access.models import Result

from .texts import canonical, clean


class Deed:
    """One act: what it is about and what it changed. `subject` and `organization_id` may be set once they are known."""

    def __init__(
        self,
        action: str,
        subject: str,
        organization_id: int | None,
        facts: Mapping[str, Any] | None,
        result: Result = Result.DONE,
    ) -> None:
        self.action, self.subject, self.organization_id = action, subject, organization_id
        self.result = result
        self._facts: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        self._after: dict[str, Any] = {}
        self._is_certain = True
        self._is_left_out = False
        self.learned(**(facts or {}))

    def learned(self, **facts: Any) -> None:
        """Add facts that became known while the act was done. Raises TypeError for what the trail cannot keep."""
        canonical(facts)
        self._facts.update(facts)

    def changed(
        self, *, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None
    ) -> None:
        """Say what was so before and is so after. Called again, it adds. Raises TypeError for what the trail cannot keep."""
        canonical(before or {})
        canonical(after or {})
        self._before.update(before or {})
        self._after.update(after or {})

    def changed_nothing(self) -> None:
        """Leave the act out of the trail: everything was already as it was to be."""
        self._is_left_out = True

    def words(self) -> tuple[str, ...]:
        """Return action, subject, result, facts, before and after as a record keeps them."""
        texts = (canonical(each) for each in (self._facts, self._before, self._after))
        return clean(self.action, 64), clean(self.subject, 200), self.result.value, *texts

    def ended_by(self, error: Exception) -> None:
        """Note that it was not done: refused when the house itself said no, failed when something broke."""
        is_refusal = isinstance(error, PermissionDenied | ValidationError) or type(
            error
        ).__module__.startswith("yunjiang.")
        self.result = Result.REFUSED if is_refusal else Result.FAILED
        self._is_certain, self._is_left_out = True, False
        self._facts["error"] = type(error).__name__
        if is_refusal:
            # Only the house's own sentences: others may carry rows and statements of the database.
            self._facts["sentence"] = str(error)[:400]

    def is_done_unless_undone(self) -> None:
        """Leave a mark in the transaction that a rollback to before the act takes away."""
        self._is_certain = False
        transaction.on_commit(self._mark)

    def stands(self) -> bool:
        """Say whether what was done inside the transaction is still done, as far as the transaction has gone."""
        if self._is_left_out:
            return False
        return self._is_certain or any(each[1] == self._mark for each in connection.run_on_commit)

    def _mark(self) -> None:
        """Do nothing: Django forgets what was to run on commit when it rolls back to a savepoint before it."""
