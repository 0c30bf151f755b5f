from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "yunjiang.assessment"
    label = "assessment"
