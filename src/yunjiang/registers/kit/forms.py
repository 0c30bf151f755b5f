"""Forms from a declaration: the sections' fields as Django forms know them, drawn by whoever shows pages.

A link is never a list of everything but an `OfferField`, for which the page offers what fits what was typed. A masked field shows
its mask, and left as it is it stays as it is. Guarded fields stand there closed: they are changed by request.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.organizations.models import Organization

from . import contents, extra_values, extras, registry, scope
from .contents import EXTRA
from .declaration import Register
from .models import ExtraField, ExtraKind, Record
from .walking import value_at
from .writing_refusals import RecordRefused

LOCAL = _("Local columns")
NOTHING, CHOOSE = pgettext_lazy("no choice", "not filled in"), pgettext_lazy("no choice", "choose")


class OfferField(forms.ModelChoiceField):
    """A link that is filled in by offers; `shown` is what the present choice is called, `target` what it points to."""

    widget = forms.TextInput
    target: type[models.Model]
    shown: str = ""


@dataclass(frozen=True)
class Section:
    """Fields of a form that stand together under a heading."""

    name: str | Promise
    fields: list[forms.BoundField]


class RecordForm(forms.Form):
    """The fields of one register for one record, new (None) or there already. Each field has `kind` and `path`."""

    def __init__(
        self,
        register: type[Register],
        user: User,
        *,
        record: Record | None = None,
        organization: Organization | None = None,
        paths: Collection[str] | None = None,
        opened: Collection[str] = (),
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.register, self.user, self.record = register, user, record
        self._masked: dict[str, str] = {}
        self._local = _local_fields(register, record, organization)
        self._layout = list(self._laid_out(paths))
        for _name, listed in self._layout:
            for path in listed:
                self.fields[path] = self._field(path, path in opened)
        if organization is not None and "organization" in self.fields:
            self.initial.setdefault("organization", organization.pk)
        if record is not None:
            self.fields["revision"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=record.revision
            )

    @property
    def sections(self) -> list[Section]:
        """Return the fields under their headings, those without any left out."""
        return [Section(name, [self[path] for path in listed]) for name, listed in self._layout if listed]

    @property
    def revision(self) -> int | None:
        """Return the revision that the person had open."""
        found: int | None = self.cleaned_data.get("revision")
        return found

    def values(self) -> dict[str, Any]:
        """Return what was filled in by path, for `writing`: without closed fields, and without masks that were left alone."""
        found = {}
        for path, field in self.fields.items():
            if path == "revision" or field.disabled or path not in self.cleaned_data:
                continue
            value = self.cleaned_data[path]
            if path in self._masked and value in (self._masked[path], "", None):
                continue
            found[path] = value
        return found

    def take(self, refused: RecordRefused) -> None:
        """Show what `writing` refused at the fields it belongs to, and the rest above the form."""
        for path, sentence in refused.problems.items():
            at = path if path in self.fields else None
            self.add_error(at, ValidationError(sentence if at or not path else f"{path}: {sentence}"))

    def _laid_out(self, paths: Collection[str] | None) -> Iterable[tuple[str | Promise, list[str]]]:
        asked = list(paths) if paths is not None else None
        listed: set[str] = set()
        for name, section in self.register.sections.items():
            found = [each for each in section if self._is_asked(each, asked)]
            listed.update(found)
            yield name, found
        if asked is not None:
            yield (
                "",
                [each for each in asked if each not in listed and contents.field_at(self.register, each)],
            )
        if asked is None:
            yield LOCAL, [f"{EXTRA}{key}" for key in self._local]

    def _is_asked(self, path: str, asked: list[str] | None) -> bool:
        if asked is not None:
            return path in asked
        field = contents.field_at(self.register, path)
        link, _separator, rest = path.partition("__")
        if field is None or (rest and link not in self.register.owned):
            return False
        is_state = self.register.flow is not None and path == self.register.flow.field
        is_shut = path in self.register.fixed or is_state
        return not is_shut and (field.editable or path in self.register.masked)

    def _field(self, path: str, is_opened: bool) -> forms.Field:
        if path.startswith(EXTRA):
            return _local_field(self._local[path.removeprefix(EXTRA)], path, self.record)
        model_field = contents.field_at(self.register, path)
        assert model_field is not None
        made = self._made(path, model_field)
        made.label = contents.label(self.register, path)
        _mark(made, path, kind_of(model_field))
        if self.record is not None:
            self._show(path, model_field, made)
            if path in self.register.guarded and not is_opened:
                made.disabled = True
                made.help_text = _("Changed by a request that a second person approves.")
        return made

    def _made(self, path: str, field: models.Field[Any, Any]) -> forms.Field:
        if isinstance(field, models.ForeignKey):
            model = field.related_model
            assert isinstance(model, type)
            fitting = offers(model, self.register, self.user, path)
            offered = OfferField(fitting, required=not field.blank)
            offered.target = model
            return offered
        if isinstance(field, models.BinaryField):
            return forms.CharField(required=False, max_length=200)
        made: forms.Field | None = field.formfield()
        if isinstance(made, forms.TypedChoiceField):
            pairs: Any = made.choices
            made.choices = [_named(value, label, field.blank) for value, label in pairs]
        return made or forms.CharField(required=not field.blank)

    def _show(self, path: str, field: models.Field[Any, Any], made: forms.Field) -> None:
        """Let a field begin with what the record holds: its mask where it is masked."""
        value = value_at(self.record, path)
        if path in self.register.masked or isinstance(field, models.BinaryField):
            text = str(
                contents.hidden(self.register, path, contents.plain(self.register, path, value), self.record)
                or ""
            )
            self._masked[path] = text
            made.required = False
            made.validators = [_unless(text, each) for each in made.validators]
            self.initial.setdefault(path, text)
        elif isinstance(value, models.Model):
            self.initial.setdefault(path, value.pk)
            if isinstance(made, OfferField):
                made.shown = contents.shown_alone(self.register, path, value.pk)
        else:
            self.initial.setdefault(path, value)


def form_for(
    register: type[Register],
    user: User,
    *,
    record: Record | None = None,
    organization: Organization | None = None,
    paths: Collection[str] | None = None,
    opened: Collection[str] = (),
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> RecordForm:
    """Return the form of a record, or of a new one of a unit; `paths` narrows it, as for what a move asks or for many at once.

    `opened` are guarded fields that may be filled in all the same (`workflow.settable`).
    When it is valid: `writing.change(register, record, form.values(), by=user, revision=form.revision)`, and `form.take(refused)`
    for a RecordRefused.
    """
    return RecordForm(
        register,
        user,
        record=record,
        organization=organization,
        paths=paths,
        opened=opened,
        data=data,
        initial=initial,
    )


def request_form_for(
    register: type[Register], user: User, record: Record, *, data: Mapping[str, Any] | None = None
) -> RecordForm:
    """Return the form of what may only be asked for: the guarded fields, open."""
    return RecordForm(
        register, user, record=record, paths=register.guarded, opened=register.guarded, data=data
    )


def offers(model: type[models.Model], register: type[Register], user: User, path: str = "") -> QuerySet[Any]:
    """Return what a link may point to: units the person keeps, records the person may read, all of what has no register.

    A path that leads elsewhere (`Register.elsewhere`) may point to any unit.
    """
    if model is Organization:
        if path in register.elsewhere:
            return Organization.objects.all()
        reached = permission.reached_organizations(user, register.keeps)
        return Organization.objects.filter(pk__in=reached.values("organization"))
    if issubclass(model, Record):
        for each in registry.every():
            if each.model is model:
                return scope.visible(each, user)
    return model._default_manager.all()


def kind_of(field: models.Field[Any, Any]) -> str:
    """Return what sort of field it is for who draws it: text, long, number, money, day, moment, choice, yes_no, link, sealed."""
    if isinstance(field, models.ForeignKey):
        return "link"
    if field.choices:
        return "choice"
    kinds: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
        (models.BooleanField, "yes_no"),
        (models.DateTimeField, "moment"),
        (models.DateField, "day"),
        (models.DecimalField, "money"),
        (models.IntegerField, "number"),
        (models.BinaryField, "sealed"),
        (models.TextField, "long"),
    )
    return next((kind for model_field, kind in kinds if isinstance(field, model_field)), "text")


def _local_fields(
    register: type[Register], record: Record | None, organization: Organization | None
) -> dict[str, ExtraField]:
    if record is not None:
        path = record.path
    elif organization is not None:
        path = scope.path_of(organization.pk)
    else:
        return {}
    return {each.key: each for each in extras.fields_for(register, path)}


def _local_field(field: ExtraField, path: str, record: Record | None) -> forms.Field:
    made: forms.Field
    match ExtraKind(field.kind):
        case ExtraKind.NUMBER:
            made = forms.DecimalField(required=False)
        case ExtraKind.DAY:
            made = forms.DateField(required=False)
        case ExtraKind.CHOICE:
            made = forms.ChoiceField(
                required=False, choices=[("", ""), *((str(each), str(each)) for each in field.choices)]
            )
        case ExtraKind.YES_NO:
            made = forms.NullBooleanField(required=False)
        case ExtraKind.TEXT:
            made = forms.CharField(required=False, max_length=extra_values.TEXT_LENGTH)
    made.label = field.name
    _mark(made, path, str(field.kind))
    if record is not None:
        made.initial = record.extra.get(field.key)
    return made


def _named(value: Any, label: Any, may_be_empty: bool) -> tuple[Any, Any]:
    """Return a choice as it is; one that chooses nothing with words instead of dashes."""
    if value not in ("", None):
        return value, label
    return value, NOTHING if may_be_empty else CHOOSE


def _mark(field: forms.Field, path: str, kind: str) -> None:
    """Say at a field for whoever draws it where it belongs and what sort it is."""
    field.__dict__.update(path=path, kind=kind)


def _unless(mask: str, validator: Any) -> Any:
    """Return a validator that lets the mask itself pass, because it means "as it is"."""

    def validate(value: Any) -> None:
        if value != mask:
            validator(value)

    return validate
