"""Identifiers against the standards' own examples, invented ones of every kind, and a second implementation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from yunjiang.standards.identifiers import (
    Problem,
    certificates,
    citizens,
    credit_codes,
    documents,
    names,
    phones,
)
from yunjiang.standards.identifiers.documents import Document

TODAY = date(2026, 6, 30)
digits = st.text("0123456789", min_size=3, max_size=3)
days = st.dates(date(1900, 1, 1), TODAY)


def number(place: str, born_on: date, serial: str) -> str:
    body = place + born_on.strftime("%Y%m%d") + serial
    return body + citizens.check_character(body)


class TestCitizens:
    @pytest.mark.parametrize(
        ("text", "born_on", "sex"),
        [
            ("11010519491231002X", date(1949, 12, 31), "2"),  # GB 11643-1999, annex B
            ("440524188001010014", date(1880, 1, 1), "1"),  # GB 11643-1999, annex B
            ("530102199001011231", date(1990, 1, 1), "1"),
            ("532524198506152045", date(1985, 6, 15), "2"),
            ("530402198811110217", date(1988, 11, 11), "1"),
            ("53010319751231889X", date(1975, 12, 31), "1"),
        ],
    )
    def test_right_ones_say_when_and_who(self, text: str, born_on: date, sex: str) -> None:
        assert citizens.problem(text, TODAY) is None
        assert (citizens.birth_on(text), citizens.sex(text)) == (born_on, sex)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", Problem.EMPTY),
            (" 　", Problem.EMPTY),
            ("5301021990010112", Problem.LENGTH),
            ("030102199001011231", Problem.CHARACTERS),
            ("5301021990010112X1", Problem.CHARACTERS),
            ("٥30102199001011231", Problem.CHARACTERS),
            ("530102199001011²31", Problem.CHARACTERS),
            ("990102199001011231", Problem.PROVINCE),
            ("560102199001011231", Problem.PROVINCE),
            ("11010519491331002X", Problem.BIRTH),
            ("530102202702291231", Problem.BIRTH),
            ("530102187912311231", Problem.BIRTH),
            ("530102202607011231", Problem.BIRTH),
            ("110105194912310021", Problem.CHECK_DIGIT),
        ],
    )
    def test_wrong_ones_say_why(self, text: str, problem: Problem) -> None:
        assert citizens.problem(text, TODAY) == problem

    @pytest.mark.parametrize(
        ("short", "long"),
        [
            ("130503670401001", "130503196704010016"),
            ("110105491231002", "11010519491231002X"),
            ("440524800101998", "440524188001019983"),
        ],
    )
    def test_fifteen_digits_become_eighteen(self, short: str, long: str) -> None:
        assert citizens.normal(short) == citizens.completed(short) == long

    def test_only_fifteen_digits_are_completed(self) -> None:
        with pytest.raises(ValueError, match="14"):
            citizens.completed("13050367040100")

    @pytest.mark.parametrize(
        "text", ["１１０１０５１９４９１２３１００２ｘ", " 110105 19491231\u200b 002x\n"]
    )
    def test_width_case_and_spaces_do_not_matter(self, text: str) -> None:
        assert citizens.normal(text) == "11010519491231002X"

    @given(days, digits)
    def test_the_second_implementation_agrees(self, born_on: date, serial: str) -> None:
        mine = number("530102", born_on, serial)
        assert citizens.check_character(mine[:17]) == ric.calc_check_digit(mine)
        assert citizens.problem(mine, TODAY) is None
        assert ric.get_birth_date(mine) == citizens.birth_on(mine) == born_on

    @given(days, digits, st.integers(0, 16), st.integers(1, 9))
    def test_one_mistyped_digit_is_always_noticed(
        self, born_on: date, serial: str, place: int, more: int
    ) -> None:
        mine = number("530102", born_on, serial)
        other = str((int(mine[place]) + more) % 10)
        assert citizens.problem(mine[:place] + other + mine[place + 1 :], TODAY) is not None

    @given(days, digits, st.integers(0, 15))
    def test_two_neighbours_exchanged_are_always_noticed(
        self, born_on: date, serial: str, place: int
    ) -> None:
        mine = number("530102", born_on, serial)
        other = mine[:place] + mine[place + 1] + mine[place] + mine[place + 2 :]
        assert other == mine or citizens.problem(other, TODAY) is not None

    def test_age_rises_on_the_birthday(self) -> None:
        assert citizens.age(date(1990, 6, 30), TODAY) == 36
        assert citizens.age(date(1990, 7, 1), TODAY) == 35
        assert citizens.age(date(2000, 2, 29), date(2001, 2, 28)) == 0


class TestDocuments:
    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            (Document.RESIDENT, "530102199001011231"),
            (Document.RESIDENCE_PERMIT, number("810000", date(1990, 1, 1), "123")),
            (Document.RESIDENCE_PERMIT, number("830000", date(1990, 1, 1), "123")),
            (Document.FOREIGN_PERMANENT, number("953840", date(1990, 1, 1), "123")),
            (Document.FOREIGN_PERMANENT, "USA110000123456"),
            (Document.PASSPORT, "E12345678"),
            (Document.PASSPORT, "ea 1234567"),
            (Document.PASSPORT, "123456789"),
            (Document.HONGKONG_MACAO, "H12345678"),
            (Document.HONGKONG_MACAO, "m12345678(01)"),
            (Document.TAIWAN, "12345678"),
        ],
    )
    def test_each_kind_has_its_form(self, kind: Document, text: str) -> None:
        assert documents.problem(kind, text, TODAY) is None

    @pytest.mark.parametrize(
        ("kind", "text", "problem"),
        [
            (Document.RESIDENT, number("810000", date(1990, 1, 1), "123"), Problem.PROVINCE),
            (Document.RESIDENCE_PERMIT, "530102199001011231", Problem.PROVINCE),
            (Document.FOREIGN_PERMANENT, "530102199001011231", Problem.PROVINCE),
            (Document.PASSPORT, "ABCDEFGH", Problem.CHARACTERS),
            (Document.PASSPORT, "E123", Problem.LENGTH),
            (Document.HONGKONG_MACAO, "A12345678", Problem.CHARACTERS),
            (Document.HONGKONG_MACAO, "H1234567", Problem.LENGTH),
            (Document.TAIWAN, "1234567A", Problem.CHARACTERS),
            (Document.TAIWAN, "", Problem.EMPTY),
        ],
    )
    def test_what_does_not_fit_is_refused(self, kind: Document, text: str, problem: Problem) -> None:
        assert documents.problem(kind, text, TODAY) == problem

    def test_only_some_tell_birth_and_sex(self) -> None:
        assert documents.tells_birth_and_sex(Document.RESIDENT, "530102199001011231")
        assert not documents.tells_birth_and_sex(Document.FOREIGN_PERMANENT, "USA110000123456")
        assert not documents.tells_birth_and_sex(Document.PASSPORT, "E12345678")


class TestCreditCodes:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("91350100M000100Y43", "企业"),  # GB 32100-2015, annex B
            ("9144030071526726XG", "企业"),  # published
            ("914403001922038216", "企业"),  # published
            ("81530102MC00000123", "基层工会"),
            ("81530000MB0000027F", "基层工会"),
            ("91530100MA6K00014D", "企业"),
            ("12530000431200012W", "事业单位"),
            ("51530000500000031L", "社会团体"),
            ("92530402MA6L000237", "个体工商户"),
        ],
    )
    def test_right_ones_of_every_department(self, code: str, kind: str) -> None:
        assert credit_codes.problem(code) is None
        assert credit_codes.kind(code) == kind

    @pytest.mark.parametrize(
        ("code", "problem"),
        [
            ("91350100M000100Y44", Problem.CHECK_DIGIT),
            ("91350100I000100Y43", Problem.CHARACTERS),
            ("9135O100M000100Y43", Problem.CHARACTERS),
            ("88350100M000100Y43", Problem.DEPARTMENT),
            ("91350100M000100Y4", Problem.LENGTH),
            ("", Problem.EMPTY),
        ],
    )
    def test_wrong_ones_say_why(self, code: str, problem: Problem) -> None:
        assert credit_codes.problem(code) == problem

    def test_a_union_has_a_code_of_its_own(self) -> None:
        assert credit_codes.is_of_grassroots_union("81530102MC00000123")
        assert not credit_codes.is_of_grassroots_union("91530100MA6K00014D")

    @pytest.mark.parametrize(("body", "check"), [("D2143569", "X"), ("M000100Y", "4"), ("I", "")])
    def test_the_organization_code_inside(self, body: str, check: str) -> None:
        assert credit_codes.inner_check_character(body) == check

    def test_an_odd_organization_code_is_a_warning_only(self) -> None:
        assert credit_codes.warning("91350100M000100Y43") is None
        code = "91350100M000100Y5"
        code += credit_codes.check_character(code)
        assert credit_codes.problem(code) is None
        assert credit_codes.warning(code) == Problem.INNER_CHECK

    @given(st.text(credit_codes.SYMBOLS, min_size=9, max_size=9))
    def test_the_second_implementation_agrees(self, subject: str) -> None:
        body = "91530100" + subject
        assert credit_codes.check_character(body) == uscc.calc_check_digit(body + "0")


class TestPhones:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("13800138000", "13800138000"),
            ("19212345678", "19212345678"),
            ("+86 138-0013-8000", "13800138000"),
            ("0086１３８００１３８０００", "13800138000"),
            ("(0871) 6391 2351", "0871-63912351"),
            ("010-66668888转12", "010-66668888-12"),
            ("087163912351", "0871-63912351"),
            ("12351", "12351"),
            ("400-123-4567", "4001234567"),
        ],
    )
    def test_right_ones_are_written_in_one_way(self, text: str, kept: str) -> None:
        assert phones.problem(text) is None
        assert phones.normal(text) == phones.normal(kept) == kept

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("1380013800", Problem.LENGTH),
            ("138001380001", Problem.LENGTH),
            ("1380013800O", Problem.CHARACTERS),
            ("12800138000", Problem.CHARACTERS),
            ("0871-63912351", Problem.LENGTH),
            ("", Problem.EMPTY),
        ],
    )
    def test_what_is_no_mobile_number(self, text: str, problem: Problem) -> None:
        assert phones.problem(text, mobile_only=True) == problem

    def test_what_is_no_number_at_all(self) -> None:
        assert phones.problem("6391235") == Problem.LENGTH
        assert phones.problem("wrong") == Problem.CHARACTERS


class TestNames:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("张三", "张三"),
            (" 张　三 ", "张三"),
            ("尼玛•扎西", "尼玛·扎西"),
            ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
            ("艾力 ・ 江", "艾力·江"),
            ("李\U00030edd", "李\U00030edd"),  # extension G: one character
            ("赵\ufa29", "赵\ufa29"),  # a compatibility ideograph stays what it is on the card
            ("王〇", "王〇"),
            ("John  A. Smith", "John A. Smith"),
            ("Nguyễn Văn An", "Nguyễn Văn An"),
            ("ཚེ་རིང་", "ཚེ་རིང་"),
        ],
    )
    def test_names_of_all_sorts_are_kept(self, text: str, kept: str) -> None:
        assert names.normal(text) == kept
        assert text == "ཚེ་རིང་" or names.problem(text) is None

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", Problem.EMPTY),
            ("张", Problem.LENGTH),
            ("张" * 51, Problem.LENGTH),
            ("张3", Problem.CHARACTERS),
            ("张?", Problem.CHARACTERS),
            ("·张三", Problem.CHARACTERS),
            ("尼玛··扎西", Problem.CHARACTERS),
            ("--", Problem.CHARACTERS),
            ("张三（男）", Problem.CHARACTERS),
            ("张\ue000", Problem.PRIVATE_USE),
        ],
    )
    def test_what_is_no_name(self, text: str, problem: Problem) -> None:
        assert names.problem(text) == problem

    @pytest.mark.parametrize(
        ("kept", "name"), [("刘\ue863", "刘䶮"), ("张\ue81e", "张龴"), ("王\ue83b", "王𢦏")]
    )
    def test_what_older_systems_kept_in_private_codes_comes_back(self, kept: str, name: str) -> None:
        assert names.normal(kept) == name
        assert names.problem(kept) is None

    @given(st.text(max_size=60))
    def test_what_is_normal_stays_so(self, text: str) -> None:
        assert names.normal(names.normal(text)) == names.normal(text)


class TestCertificates:
    def test_a_certificate_of_skill_level_says_whose_it_is(self) -> None:
        text = "Y0001 53 123456 24 3 000001"
        assert certificates.problem(text) is None
        assert certificates.read(text) == certificates.Certificate(
            is_of_employer=True, province="53", year=2024, level="3"
        )

    @pytest.mark.parametrize("text", ["YT00015312345624300001", "1453010000312345"])
    def test_other_forms_are_taken(self, text: str) -> None:
        assert certificates.problem(text) is None
        assert certificates.read(text) is None

    def test_wrong_ones_say_why(self) -> None:
        assert certificates.problem("Y00015312345624300000") == Problem.LENGTH
        assert certificates.problem("Y000153123456246000001") == Problem.CHARACTERS
        assert certificates.problem(" ") == Problem.EMPTY


def test_no_day_is_skipped() -> None:
    day = date(1999, 12, 25)
    while day < date(2000, 3, 5):
        assert citizens.problem(number("530102", day, "123"), TODAY) is None
        day += timedelta(days=1)
