"""What personal data is handled for, on which ground, and which words people agreed to; read from `purposes.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ruamel.yaml import YAML

from .models import LegalBasis
from .refusals import PurposeUnknown

FILE = Path(__file__).parent / "purposes.yaml"


@dataclass(frozen=True)
class Purpose:
    """One purpose; `texts` by version are what people were shown, the last is shown today."""

    code: str
    name: str
    basis: LegalBasis
    source: str
    handles: str
    is_separate: bool = False  # asks for a consent of its own (个人信息保护法 §23, §25, §29)
    texts: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)  # what is told where nobody is asked (§17)

    @property
    def needs_consent(self) -> bool:
        return self.basis == LegalBasis.CONSENT

    @property
    def current_version(self) -> str:
        return [*self.texts, ""][-2] if self.texts else ""

    @property
    def notice_version(self) -> str:
        """Return which of the notices is given today; empty where there is none."""
        return list(self.notices)[-1] if self.notices else ""


def of(code: str) -> Purpose:
    """Return a purpose by its code. Raises PurposeUnknown."""
    try:
        return every()[code]
    except KeyError:
        raise PurposeUnknown(code, list(every())) from None


@cache
def every() -> Mapping[str, Purpose]:
    """Return all purposes by their codes, in the order of the file."""
    kept = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return MappingProxyType(
        {
            code: Purpose(code, **{**values, "basis": LegalBasis(values["basis"])})
            for code, values in kept.items()
        }
    )
