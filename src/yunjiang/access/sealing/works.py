"""The long work of the sealed fields."""

from django.utils.translation import gettext_lazy as _

from yunjiang.background.works import Work

from . import rotation

WORKS = [Work("access.reseal", _("Seal fields again under the current key"), rotation.reseal)]
