import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_sealed"), ("kit", "0006_bulk_acts")]

    operations = [
        migrations.AddField(
            model_name="extrafield",
            name="is_filter",
            field=models.BooleanField(default=False, help_text="Lists of one unit can be filtered by it."),
        ),
        migrations.AlterField(
            model_name="intakebatch",
            name="file",
            field=models.ForeignKey(
                help_text="Empty: given up and cleared away.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.keptfile",
            ),
        ),
    ]
