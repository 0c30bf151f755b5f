"""What the values of items are called, and what those that may be chosen are called."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Promise] = {
    "name": pgettext_lazy("field of a draft", "Name"),
    "comparator": pgettext_lazy("field of a draft", "Compared"),
    "value": pgettext_lazy("field of a draft", "Value"),
    "value_max": pgettext_lazy("field of a draft", "Up to"),
    "unit": pgettext_lazy("field of a draft", "Unit of measure"),
    "basis": pgettext_lazy("field of a draft", "Basis"),
    "deadline": pgettext_lazy("field of a draft", "By when"),
    "is_deadline_stated": pgettext_lazy("field of a draft", "Stated in the text"),
    "direction": pgettext_lazy("field of a draft", "Direction"),
    "nature": pgettext_lazy("field of a draft", "Nature"),
    "is_approximate": pgettext_lazy("field of a draft", "Approximate"),
    "baseline": pgettext_lazy("field of a draft", "Baseline"),
    "baseline_year": pgettext_lazy("field of a draft", "Baseline year"),
    "lead": pgettext_lazy("field of a draft", "Lead"),
    "support": pgettext_lazy("field of a draft", "Support"),
    "reporters": pgettext_lazy("field of a draft", "Reported by"),
    "quote": pgettext_lazy("field of a draft", "Words"),
    "due": pgettext_lazy("field of a draft", "Due"),
    "kind": pgettext_lazy("field of a draft", "Sort"),
    "every": pgettext_lazy("field of a draft", "How often"),
    "owed_by": pgettext_lazy("field of a draft", "Owed by"),
    "owed_to": pgettext_lazy("field of a draft", "Owed to"),
    "role": pgettext_lazy("field of a draft", "Role"),
    "organization": pgettext_lazy("field of a draft", "Organization"),
}

# What may be chosen, with its name for people.
CHOICES: dict[str, dict[str, Promise]] = {
    "comparator": {
        ">=": pgettext_lazy("choice of a draft", "at least"),
        ">": pgettext_lazy("choice of a draft", "more than"),
        "<=": pgettext_lazy("choice of a draft", "at most"),
        "<": pgettext_lazy("choice of a draft", "less than"),
        "=": pgettext_lazy("choice of a draft", "exactly"),
        "range": pgettext_lazy("choice of a draft", "from … to …"),
    },
    "basis": {
        "cumulative": pgettext_lazy("choice of a draft", "summed over the plan's term"),
        "annual": pgettext_lazy("choice of a draft", "summed within each year"),
        "stock": pgettext_lazy("choice of a draft", "what stands on a day"),
        "increment": pgettext_lazy("choice of a draft", "more than at the start"),
        "growth": pgettext_lazy("choice of a draft", "growth by so much"),
        "ratio": pgettext_lazy("choice of a draft", "a rate"),
        "share": pgettext_lazy("choice of a draft", "a share of a whole"),
    },
    "direction": {
        "up": pgettext_lazy("choice of a draft", "more is better"),
        "down": pgettext_lazy("choice of a draft", "less is better"),
    },
    "nature": {
        "": pgettext_lazy("choice of a draft", "not said"),
        "binding": pgettext_lazy("choice of a draft", "binding"),
        "expected": pgettext_lazy("choice of a draft", "expected"),
    },
    "kind": {
        "annual_return": pgettext_lazy("choice of a draft", "yearly return"),
        "annual_summary": pgettext_lazy("choice of a draft", "yearly summary"),
        "mid_term": pgettext_lazy("choice of a draft", "mid-term evaluation"),
        "final": pgettext_lazy("choice of a draft", "final evaluation"),
        "meeting": pgettext_lazy("choice of a draft", "meeting"),
        "study": pgettext_lazy("choice of a draft", "study"),
        "work_list": pgettext_lazy("choice of a draft", "work list or scheme"),
    },
    "every": {
        "year": pgettext_lazy("choice of a draft", "every year"),
        "once": pgettext_lazy("choice of a draft", "once"),
        "as_needed": pgettext_lazy("choice of a draft", "as needed"),
    },
    "role": {
        "lead": pgettext_lazy("choice of a draft", "leads"),
        "support": pgettext_lazy("choice of a draft", "supports"),
        "responsible": pgettext_lazy("choice of a draft", "answers"),
    },
}
