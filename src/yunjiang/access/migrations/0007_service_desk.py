from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_api_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("office", "产改办"),
                    ("reporting_officer", "填报员"),
                    ("reviewer", "审核员"),
                    ("lead_department", "牵头部门"),
                    ("register_officer", "台账员"),
                    ("service_desk", "服务窗口"),
                    ("auditor", "审计员"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="assignmentrequest",
            name="role",
            field=models.CharField(
                choices=[
                    ("office", "产改办"),
                    ("reporting_officer", "填报员"),
                    ("reviewer", "审核员"),
                    ("lead_department", "牵头部门"),
                    ("register_officer", "台账员"),
                    ("service_desk", "服务窗口"),
                    ("auditor", "审计员"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office", "产改办"),
                    ("reporting_officer", "填报员"),
                    ("reviewer", "审核员"),
                    ("lead_department", "牵头部门"),
                    ("register_officer", "台账员"),
                    ("service_desk", "服务窗口"),
                    ("auditor", "审计员"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                help_text="Asked for on acceptance.",
                max_length=30,
            ),
        ),
    ]
