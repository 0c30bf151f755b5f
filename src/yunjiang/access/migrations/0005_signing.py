import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

_DEMONSTRATION = ("demo-office", "demo-prefecture", "demo-county", "demo-auditor")


def mark_demonstration(apps, schema_editor):
    """Mark the accounts that were made before they could be told from others."""
    apps.get_model("access", "User").objects.filter(username__in=_DEMONSTRATION).update(is_demonstration=True)


class Migration(migrations.Migration):
    dependencies = [("access", "0004_trail")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_demonstration",
            field=models.BooleanField(
                default=False, help_text="Made to try the site with; its password is printed on the screen."
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(
                default=False, help_text="The password came from somebody else and holds for one sign-in."
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="password_changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.CreateModel(
            name="SignInFailures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=80, unique=True)),
                (
                    "failed_at",
                    models.JSONField(
                        default=list, help_text="Seconds since 1970 of each failure, the oldest first."
                    ),
                ),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignInSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "active_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When the person last asked for something, to within half a minute.",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=45)),
                (
                    "agent",
                    models.CharField(blank=True, help_text="What the browser calls itself.", max_length=300),
                ),
                (
                    "is_administrator",
                    models.BooleanField(
                        default=False,
                        help_text="Held an administration role at sign-in: shorter limits hold.",
                    ),
                ),
                (
                    "has_second_factor",
                    models.BooleanField(
                        default=False, help_text="The person was seen to have set a second factor up."
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FormerPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(help_text="Hashed, as in the account.", max_length=256)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdentityClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=200, unique=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_claim",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(mark_demonstration, migrations.RunPython.noop, elidable=True),
    ]
