"""What the exit codes of `yunjiang` mean."""

from enum import IntEnum


class ExitCode(IntEnum):
    FINE = 0  # done, nothing to object to
    PROBLEMS = 1  # the command ran and found problems: in a plan, a file, the ledger, a document
    WRONG_USE = 2  # the command line itself cannot be understood
    REFUSED = 3  # a rule of the house or a missing thing forbids it; the sentence says what to do
    FAILED = 4  # something broke that should not: the database, the disk, a mistake in the program
