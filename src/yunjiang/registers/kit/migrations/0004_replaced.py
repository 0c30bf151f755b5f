import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("background", "0001_initial"),
        ("kit", "0003_requests_and_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="intakebatch",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="background.job",
            ),
        ),
        migrations.CreateModel(
            name="Replaced",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.BigIntegerField()),
                (
                    "revision",
                    models.PositiveIntegerField(help_text="The record's revision after the import."),
                ),
                ("before", models.TextField(help_text="Its earlier values by field, as JSON.")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced",
                        to="kit.intakebatch",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="replaced",
            constraint=models.UniqueConstraint(fields=("batch", "record"), name="kit_replaced_once"),
        ),
    ]
