"""What identifies a person, a unit or a certificate in China, and whether it can be what it says.

    citizens.problem("53010219900101123X")      # None, or why it cannot be
    citizens.normal("５３０１０２ 900101123")     # one way of writing; 15 digits become 18

One module a sort: citizens (GB 11643), documents (all others a person may show), credit_codes (GB 32100), phones, names,
certificates; `columns` does the same to a million rows at once, in Polars. Problems are typed and wordless: whoever asks knows
which field of which row it is about, and says it in the reader's language.
"""

from .problems import Problem

__all__ = ["Problem"]
