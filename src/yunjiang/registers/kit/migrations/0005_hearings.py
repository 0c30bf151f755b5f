import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_replaced")]

    operations = [
        migrations.DeleteModel("Hearing"),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listener", models.CharField(max_length=100)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                (
                    "failed",
                    models.CharField(
                        blank=True,
                        help_text="Why it could not be dealt with the last time; tried again.",
                        max_length=400,
                    ),
                ),
                ("attempt_count", models.PositiveIntegerField(default=0)),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hearings",
                        to="kit.announcement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["heard_at", "listener", "id"], name="kit_hearing_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("announcement", "listener"), name="kit_hearing_once")
                ],
            },
        ),
    ]
