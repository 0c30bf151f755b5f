from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.ledger import locks


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the locks in place that every room shares; those of the same name go."""
    locks.install(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        for function in ("ledger_refuse", "ledger_number_once"):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_sources_by_bytes")]

    operations = [migrations.RunPython(lock, migrations.RunPython.noop, elidable=False)]
