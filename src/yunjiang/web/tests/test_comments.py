"""Comments below a figure, and what mentions the reader."""

from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.discussion.models import Comment, Mention
from yunjiang.web.tests.world import LOOK

QUJING = "/indicators/1.1.1/comments/?unit=530300&on=2023-12-31&data=demonstration"


def say(client: Client, text: str) -> Comment:
    assert client.post(QUJING, {"text": text}).status_code == 302
    return Comment.objects.latest("pk")


def test_it_works(clerk: Client) -> None:
    answer = clerk.post(QUJING, {"text": "12月数据已更正"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("#comments")
    assert "12月数据已更正" in clerk.get(QUJING).text


def test_the_figures_page_fetches_them(clerk: Client) -> None:
    page = clerk.get("/indicators/1.1.1/", {**LOOK, "unit": "530300"}).text
    assert 'hx-get="/indicators/1.1.1/comments/?unit=530300' in page


def test_a_comment_keeps_the_position_its_writer_saw(clerk: Client) -> None:
    shown = clerk.get(QUJING).context["selection"]
    assert say(clerk, "请看").position == shown.position


def test_with_htmx_the_answer_is_the_section(clerk: Client) -> None:
    answer = clerk.post(QUJING, {"text": "请看"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.startswith('<section id="comments"')
    assert "请看" in answer.text


def test_a_refusal_stands_beside_the_text_and_nothing_is_lost(clerk: Client) -> None:
    answer = clerk.post(QUJING, {"text": "@nobody 请看"})
    assert answer.status_code == 200
    assert "不是可查看该数值的人员" in answer.text
    assert "@nobody 请看</textarea>" in answer.text


def test_what_is_said_is_never_markup(clerk: Client) -> None:
    say(clerk, "<script>alert(1)</script>")
    assert "&lt;script&gt;" in clerk.get(QUJING).text


def test_a_mention_stands_on_the_first_page_until_it_is_looked_at(
    owner: Client, clerk: Client, cast: Cast
) -> None:
    clerk.force_login(cast.clerk)
    say(clerk, "@owner 请核实")
    reader = Client()
    reader.force_login(cast.owner)
    assert "@owner 请核实" in reader.get("/", LOOK).text
    mention = Mention.objects.get(user=cast.owner)
    answer = reader.get(f"/mentions/{mention.pk}/")
    assert answer.status_code == 302
    assert "/indicators/1.1.1/?unit=530300&on=2023-12-31" in answer.headers["Location"]
    assert "@owner 请核实" not in reader.get("/", LOOK).text
    assert "@owner 请核实" in reader.get("/mentions/").text


def test_another_persons_mention_is_not_found(clerk: Client, cast: Cast) -> None:
    say(clerk, "@owner 请核实")
    assert clerk.get(f"/mentions/{Mention.objects.get().pk}/").status_code == 404


def test_it_is_settled_and_withdrawn_by_buttons(clerk: Client) -> None:
    comment = say(clerk, "请核实")
    assert clerk.post(f"/comments/{comment.pk}/settle/").status_code == 302
    assert "重新提出" in clerk.get(QUJING).text
    clerk.post(f"/comments/{comment.pk}/withdraw/")
    assert "请核实" not in clerk.get(QUJING).text


def test_a_deed_is_only_done_by_post(clerk: Client) -> None:
    comment = say(clerk, "请核实")
    assert clerk.get(f"/comments/{comment.pk}/withdraw/").status_code == 405
    assert clerk.post(f"/comments/{comment.pk}/delete/").status_code == 404


def test_another_prefectures_people_see_and_do_nothing(clerk: Client, cast: Cast) -> None:
    comment = say(clerk, "请核实")
    other = Client()
    other.force_login(cast.colleague)
    assert other.get(QUJING).status_code == 403
    assert other.post(QUJING, {"text": "x"}).status_code == 403
    assert other.post(f"/comments/{comment.pk}/settle/").status_code == 403
    assert other.get("/indicators/1.1.1/people/?unit=530300&q=").status_code == 403


def test_people_are_offered_while_typing(clerk: Client) -> None:
    text = clerk.get("/indicators/1.1.1/people/?unit=530300&q=ow").text
    assert 'data-name="owner"' in text
    assert "colleague" not in text
