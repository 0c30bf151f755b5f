from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "yunjiang.figures"
    label = "figures"

    def ready(self) -> None:
        from yunjiang.background import works  # models are there only now
        from yunjiang.plans import following

        from .binding import declare_measures
        from .works import WORKS

        works.register(*WORKS)
        following.follow("measures", declare_measures)
