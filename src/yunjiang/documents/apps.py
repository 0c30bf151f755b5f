from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "yunjiang.documents"
    label = "documents"
