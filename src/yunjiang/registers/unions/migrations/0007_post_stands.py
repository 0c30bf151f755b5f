from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_days_off"),
        ("persons", "0005_no_names"),
        ("unions", "0006_terms_of_committees"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="unions_post_once",
        ),
        migrations.AddField(
            model_name="post",
            name="stands",
            field=models.BooleanField(default=True, editable=False, null=True, verbose_name="在册"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("union", "person", "committee", "title", "since_on", "stands"),
                name="unions_post_once",
            ),
        ),
        migrations.RunSQL(
            "UPDATE unions_post SET stands = NULL WHERE voided_at IS NOT NULL", migrations.RunSQL.noop
        ),
    ]
