import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="segment",
            name="manifest",
            field=models.TextField(
                default="",
                help_text="Canonical JSON of everything the chain digest covers; also lies beside the file.",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="content_digest",
            field=models.BinaryField(
                help_text="SM3 over its heading and the digests of its postings.", max_length=32
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="breakdown",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.breakdown",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="measure",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.measure",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.person",
            ),
        ),
        migrations.CreateModel(
            name="Rewriting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_digest", models.BinaryField(max_length=32)),
                ("rewritten_at", models.DateTimeField()),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewritings",
                        to="ledger.segment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
