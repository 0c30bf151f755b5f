"""Saying something about a figure: who may, whom it tells, and what becomes of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from yunjiang.access import services as access
from yunjiang.access.models import AuditRecord, Role
from yunjiang.access.permission import Refused
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.discussion import queries, services
from yunjiang.discussion.models import Comment, Mention
from yunjiang.discussion.refusals import (
    NobodyOfThatName,
    NothingSaid,
    NotYourOwn,
    StandsOtherwise,
    TooLong,
)
from yunjiang.discussion.services import Topic
from yunjiang.organizations.models import Kind, Organization
from yunjiang.permanence.refusals import WrittenOnceOnly


def topic(unit: Organization, **other: object) -> Topic:
    facts = {
        "plan": "small",
        "indicator": "1.1.1",
        "organization": unit,
        "data_set": "operational",
        "on": date(2023, 12, 31),
        "position": 7,
    }
    return Topic(**(facts | other))  # type: ignore[arg-type]


def said(unit: Organization) -> list[str]:
    return [each.comment.text for each in queries.about("small", "1.1.1", unit.pk, "operational").said]


def test_it_works(cast: Cast) -> None:
    services.say(cast.clerk, topic(cast.qujing), "12月数据已更正")
    assert said(cast.qujing) == ["12月数据已更正"]
    assert said(cast.kunming) == []


def test_it_is_recorded_with_its_words(cast: Cast) -> None:
    comment = services.say(cast.clerk, topic(cast.qujing), "已更正")
    record = AuditRecord.objects.filter(action="discussion.comment").latest("pk")
    assert record.subject == f"comment:{comment.pk}"
    assert record.organization_id == cast.qujing.pk


def test_who_may_not_comment_there_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.say(cast.clerk, topic(cast.kunming), "越界")


def test_who_leads_an_indicator_may_comment_anywhere(cast: Cast) -> None:
    department = casting.plant("yn-zgh", "省总工会", Kind.DEPARTMENT, cast.province)
    person = casting.person("lead", department)
    access.assign(person, Role.LEAD_DEPARTMENT, department, valid_from=casting.FIRST_DAY)
    services.say(person, topic(cast.qujing, lead=("yn-zgh",)), "请说明增幅")
    with pytest.raises(Refused):
        services.say(person, topic(cast.qujing), "请说明增幅")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_not_said(cast: Cast, text: str) -> None:
    with pytest.raises(NothingSaid):
        services.say(cast.clerk, topic(cast.qujing), text)


def test_too_much_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(TooLong, match="1000"):
        services.say(cast.clerk, topic(cast.qujing), "长" * 1001)


def test_whom_it_mentions_is_told_once(cast: Cast) -> None:
    services.say(cast.clerk, topic(cast.qujing), "@owner 请看，@owner。")
    [mention] = queries.mentions_of(cast.owner, is_unread=True)
    assert mention.comment.text == "@owner 请看，@owner。"


def test_what_was_looked_at_is_no_longer_unread(cast: Cast) -> None:
    services.say(cast.clerk, topic(cast.qujing), "@owner 请看")
    mention = Mention.objects.get(user=cast.owner)
    services.read(cast.clerk, mention)  # somebody else's look does not count
    assert queries.mentions_of(cast.owner, is_unread=True).exists()
    services.read(cast.owner, mention)
    assert not queries.mentions_of(cast.owner, is_unread=True).exists()
    assert queries.mentions_of(cast.owner).exists()


def test_who_may_no_longer_see_a_figure_is_told_of_it_no_more(cast: Cast) -> None:
    services.say(cast.owner, topic(cast.qujing), "@clerk 请核实")
    assert queries.mentions_of(cast.clerk).exists()
    cast.clerk.assignments.update(valid_to=casting.FIRST_DAY + timedelta(days=1))
    assert not queries.mentions_of(cast.clerk).exists()


@pytest.mark.parametrize("name", ["colleague", "stranger", "nobody"])
def test_who_may_not_see_the_figure_cannot_be_mentioned(cast: Cast, name: str) -> None:
    with pytest.raises(NobodyOfThatName, match=name):
        services.say(cast.clerk, topic(cast.qujing), f"@{name} 请看")
    assert said(cast.qujing) == []


def test_who_can_be_mentioned_is_offered_by_name_and_pinyin(cast: Cast) -> None:
    assert {each.username for each in queries.offered(cast.qujing.pk, "")} == {"owner", "clerk"}
    assert [each.username for each in queries.offered(cast.qujing.pk, "cl")] == ["clerk"]
    assert queries.offered(cast.qujing.pk, "colleague") == []


def test_who_wrote_it_withdraws_it_and_nobody_else(cast: Cast) -> None:
    comment = services.say(cast.clerk, topic(cast.qujing), "@owner 写错了")
    with pytest.raises(NotYourOwn):
        services.withdraw(cast.owner, comment)
    services.withdraw(cast.clerk, comment)
    assert said(cast.qujing) == []
    assert not queries.mentions_of(cast.owner).exists()
    assert Comment.objects.filter(pk=comment.pk).exists()
    with pytest.raises(StandsOtherwise):
        services.withdraw(cast.clerk, comment)


def test_it_is_settled_and_opened_again(cast: Cast) -> None:
    comment = services.say(cast.clerk, topic(cast.qujing), "请核实")
    services.settle(cast.owner, comment)
    assert queries.about("small", "1.1.1", cast.qujing.pk, "operational").said[0].is_settled
    with pytest.raises(StandsOtherwise):
        services.settle(cast.clerk, comment)
    services.reopen(cast.clerk, comment)
    assert not queries.about("small", "1.1.1", cast.qujing.pk, "operational").said[0].is_settled
    with pytest.raises(Refused):
        services.settle(cast.colleague, comment)


def test_what_was_said_is_never_changed(cast: Cast) -> None:
    comment = services.say(cast.clerk, topic(cast.qujing), "原话")
    comment.text = "改了"
    with pytest.raises(WrittenOnceOnly):
        comment.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE discussion_comment SET text = 'x'")


def test_long_discussions_go_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for n in range(3):
        services.say(cast.clerk, topic(cast.qujing), f"第{n}条")
    first = queries.about("small", "1.1.1", cast.qujing.pk, "operational")
    assert [each.comment.text for each in first.said] == ["第2条", "第1条"]
    rest = queries.about("small", "1.1.1", cast.qujing.pk, "operational", first.before)
    assert [each.comment.text for each in rest.said] == ["第0条"]
    assert rest.before is None
