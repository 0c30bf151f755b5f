from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0007_local_columns_and_clearing")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="extensions",
            field=models.TextField(
                blank=True, help_text="Until when it was extended and why, a line each time."
            ),
        ),
    ]
