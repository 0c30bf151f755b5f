from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the locks in place that every room shares; those of the same name go."""
    locks.install(schema_editor.connection, "documents_document")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS documents_refuse()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_locks")]

    operations = [migrations.RunPython(lock, migrations.RunPython.noop, elidable=False)]
