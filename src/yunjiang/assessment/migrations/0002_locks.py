from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks

TABLES = ("assessment_run", "assessment_verdict")


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.install(schema_editor.connection, table)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [migrations.RunPython(lock, unlock, elidable=False)]
