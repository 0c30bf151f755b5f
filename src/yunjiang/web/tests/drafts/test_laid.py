"""A document laid out: nothing lost, nothing moved, spans upon and across each other."""

from yunjiang.web.pages.drafts import laid
from yunjiang.web.pages.drafts.laid import Over

from .conftest import TEXT


def test_every_character_but_blanks_is_laid_out_once_and_in_order() -> None:
    lines = [line for piece in laid.pieces(TEXT * 40) for line in piece.lines]
    told = "".join((TEXT * 40)[start:end] for line in lines for start, end in line.cells)
    assert "".join(told.split()) == "".join((TEXT * 40).split())


def test_headings_rows_and_wrapped_lines_are_seen() -> None:
    lines = [line for piece in laid.pieces(TEXT) for line in piece.lines]
    told = {TEXT[line.start : line.end]: line for line in lines}
    assert told["一、主要任务"].level == 1
    assert [TEXT[start:end] for start, end in lines[-1].cells] == ["技能人才总量", "万人", "40", "55"]
    assert any("女职工参加\n培训" in each for each in told)


def test_long_documents_come_in_pieces() -> None:
    found = laid.pieces(TEXT * 100)
    assert len(found) > 2
    assert all(each.end - each.start <= laid.PIECE for each in found)
    assert laid.piece_of(found, found[2].start) == 2
    assert laid.piece_of(found, 0) == 0


def test_spans_upon_across_and_within_each_other_come_apart() -> None:
    spans = [Over(1, 0, 10), Over(2, 4, 6), Over(3, 8, 14), Over(4, 8, 14)]
    found = [(each.start, each.end, each.spans, each.begins) for each in laid.stretches(0, 16, spans)]
    assert found == [
        (0, 4, (1,), (1,)),
        (4, 6, (2, 1), (2,)),
        (6, 8, (1,), ()),
        (8, 10, (3, 4, 1), (3, 4)),
        (10, 14, (3, 4), ()),
        (14, 16, (), ()),
    ]


def test_a_span_over_several_cells_begins_once() -> None:
    begins = [each.begins for cell in ((0, 3), (4, 6)) for each in laid.stretches(*cell, [Over(7, 0, 6)])]
    assert begins == [(7,), ()]
