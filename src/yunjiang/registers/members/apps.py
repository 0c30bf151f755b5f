from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "yunjiang.registers.members"
    label = "members"
