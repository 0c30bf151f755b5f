import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("background", "0001_initial"),
        ("kit", "0005_hearings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("what", models.CharField(help_text="change:field or move:code.", max_length=60)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("wanted", models.BinaryField(help_text="The list's query and the new values, sealed.")),
                (
                    "told",
                    models.JSONField(
                        default=list, help_text="What the list was filtered by: pairs of label and text."
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "reached",
                    models.TextField(blank=True, help_text="The place in the list up to which it is done."),
                ),
                ("total_count", models.PositiveIntegerField(blank=True, null=True)),
                ("changed_count", models.PositiveIntegerField(default=0)),
                ("same_count", models.PositiveIntegerField(default=0)),
                ("left_out_count", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="background.job",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("sentence", models.CharField(max_length=400)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="left_out", to="kit.bulkact"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("act", "record"), name="kit_left_out_once")],
            },
        ),
    ]
