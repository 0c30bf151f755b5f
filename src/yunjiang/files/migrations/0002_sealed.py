from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="keptfile",
            name="is_sealed",
            field=models.BooleanField(
                default=False, help_text="Encrypted on the disk: numbers of persons may be in it."
            ),
        ),
    ]
