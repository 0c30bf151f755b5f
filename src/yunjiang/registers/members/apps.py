from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "yunjiang.registers.members"
    label = "members"

    def ready(self) -> None:
        from yunjiang.background import works  # models are there only now
        from yunjiang.organizations import following as tree
        from yunjiang.persons import followers, likeness
        from yunjiang.registers.kit import announcements, facts

        from . import following, known, merging, places
        from .models import NewFormJob
        from .works import WORKS

        works.register(*WORKS)
        facts.tell("membership", known.memberships, {"new_form": NewFormJob.choices})
        likeness.in_unit(known.in_unit)
        tree.follow("members", places.move)
        followers.on_merge(merging.MembershipsFollow())
        for code in ("unions.merged", "unions.closed"):
            announcements.listen(code, f"members.follow_{code.partition('.')[2]}", following.whole)
        announcements.listen("unions.split", "members.follow_split", following.part)
