import datetime

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks

TABLES = ("returns_step", "returns_upload", "returns_cellchange")


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.install(schema_editor.connection, table)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="named_on",
            field=models.DateField(
                blank=True,
                help_text="The day that the plan or the office names; empty: some days after the period.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="in_time_until",
            field=models.DateField(
                default=datetime.date(2021, 1, 1),
                help_text="Last day that keeps the word of the notice, where that is a day off after `due_on`; never before it.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="return",
            name="owes_narrative",
            field=models.BooleanField(
                default=False, help_text="A duty of the plan makes it tell of the year in its own words."
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="source",
            field=models.CharField(
                help_text="Under which source its quantities enter the ledger.", max_length=200, unique=True
            ),
        ),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
