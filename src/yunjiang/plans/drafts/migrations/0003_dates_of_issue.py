from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_locks")]

    operations = [
        migrations.AddField(
            "draft", "issued_on", models.DateField(blank=True, help_text="Of the document.", null=True)
        ),
        migrations.AddField(
            "draft",
            "valid_from",
            models.DateField(blank=True, help_text="The document is in force.", null=True),
        ),
        migrations.AddField("draft", "valid_until", models.DateField(blank=True, null=True)),
    ]
