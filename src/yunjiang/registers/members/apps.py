from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "yunjiang.registers.members"
    label = "members"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works
        from yunjiang.organizations import following as tree
        from yunjiang.persons import followers, likeness, retention
        from yunjiang.persons.retention import Rule
        from yunjiang.registers.kit import announcements, facts

        from . import following, known, merging, places
        from .deeds import ACTIONS
        from .models import NewFormJob
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS)
        retention.add(
            Rule(
                code="ended-memberships",
                what="已终止的会籍档案",
                model="members.Membership",
                since="ended_on",
                years=known.YEARS_ON_FILE,
                why="会籍档案自终止起保存三十年（机关文件材料归档范围和文书档案保管期限规定）；到期后逐人审查，可以删除个人信息",
            ),
            Rule(
                code="decided-applications",
                what="已办结的入会申请",
                model="members.Application",
                since="decided_at",
                years=2,
                why="申请已办结，处理目的已实现（《个人信息保护法》第十九条、第四十七条）",
                goes=True,
            ),
        )
        facts.tell("membership", known.memberships, {"new_form": NewFormJob.choices})
        likeness.in_unit(known.in_unit)
        tree.follow("members", places.move)
        followers.on_merge(merging.MembershipsFollow())
        for code in ("unions.merged", "unions.closed", "unions.split"):
            announcements.listen(code, "members.follow", following.hear)
