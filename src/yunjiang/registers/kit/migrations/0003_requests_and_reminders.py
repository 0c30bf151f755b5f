import datetime

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks


def lock_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.install(schema_editor.connection, "kit_changeset")


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0002_prefixes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="changeset",
            name="change_request",
            field=models.ForeignKey(
                blank=True,
                help_text="What was asked for and approved by a second person.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change_sets",
                to="kit.changerequest",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="reminds_on",
            field=models.DateField(
                default=datetime.date(2021, 1, 1),
                help_text="From which day on it is shown to whoever must move the record on.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="objection",
            name="received_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(lock_again, migrations.RunPython.noop),
    ]
