from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yunjiang.files"
