from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "yunjiang.registers.unions"
    label = "unions"

    def ready(self) -> None:
        from yunjiang.persons import followers, likeness  # models are there only now
        from yunjiang.registers.kit import facts

        from . import kept, known, merging

        facts.tell("covered_firms", known.covered_firms)
        likeness.in_unit(kept.in_unit)
        followers.on_merge(merging.PostsFollow())
