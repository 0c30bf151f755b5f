"""From a request and what the ledger holds to amounts: one text to run, and a second look where sums leave a doubt.

Sums answer for whole years and months; entries are read for the window's edge months, for segments partly beyond the asked
position and for the newest entries. Three things cannot be taken back in sums: the newest day behind an amount, whether
returns overlap, and which observation stands when a year's newest was withdrawn. Where those are in doubt, the figure is
asked again from its entries alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import pyarrow as pa

from yunjiang.figures import asked, reading, sql
from yunjiang.figures.composition import AT_LEAST
from yunjiang.figures.engines import Engine, Relation
from yunjiang.figures.figure import Window
from yunjiang.figures.pieces import Piece, cut
from yunjiang.figures.question import Amount, Answer, Ask, Kind, Request
from yunjiang.figures.reading import Holdings, Reading
from yunjiang.figures.statements import Statement, told_once
from yunjiang.figures.sums import Shelf


def answer(request: Request, holdings: Holdings, shelf: Shelf, engine: Engine) -> Answer:
    """Return the amount of each ask at each place and label that has any entry: counted, straddling or stale."""
    if not request.asks or not request.places:
        return {}
    found = reading.read(request, holdings, shelf)
    pieces = _pieces(request, found)
    relations = {
        **asked.of_request(request, pieces, is_exact=False),
        **reading.from_sums(
            request,
            found,
            {piece.period for _, _, piece in pieces if not piece.is_edge},
            {piece.period for _, _, piece in pieces if piece.is_edge},
        ),
    }
    amounts, doubtful = _amounts(engine.rows(_text(request, relations, is_exact=False), relations))
    if doubtful:
        _look_again(request, found, engine, amounts, doubtful)
    _count_persons(request, found, engine, amounts)
    _tell_once(request, found, engine, amounts)
    return amounts


def entry_ids(
    request: Request, holdings: Holdings, shelf: Shelf, engine: Engine, *, after: int, limit: int
) -> list[int]:
    """Return the numbers of the live entries behind a request's terms at its places, beyond a number, in order."""
    found = reading.read(request, holdings, shelf)
    relations: dict[str, Relation] = {
        **asked.of_request(request, [], is_exact=True),
        **reading.from_entries(request, found),
        "page": pa.table(
            {"after_origin": pa.array([after], pa.int64()), "size": pa.array([limit], pa.int64())}
        ),
    }
    text = _text(request, relations, is_exact=True, wanted="ids")
    return [origin for (origin,) in engine.rows(text, relations)]


def _text(
    request: Request, relations: Mapping[str, Relation], *, is_exact: bool, wanted: str = "amounts"
) -> str:
    """Return the answering text with the sections that the request needs."""
    has_levels = any(ask.kind is Kind.LEVEL for ask in request.asks)
    has_flows = any(ask.kind is not Kind.LEVEL for ask in request.asks)
    is_filtered = any(ask.labels is not None for ask in request.asks)
    has_entries, has_stretches = "entries" in relations, "stretches" in relations
    needs = {
        "entries": has_entries,
        "stretches": has_stretches,
        "stretches_and_entries": has_entries and has_stretches,
        "unfolded": has_entries or has_stretches,
        "flows": has_flows,
        "levels": has_levels,
        "both": has_flows and has_levels,
        "labels": is_filtered,
        "no_labels": not is_filtered,
        "sums": not is_exact,
        "marks": "marks" in relations,
        "told": not is_exact and ("marks" in relations or has_entries or has_stretches),
        "marks_and_unfolded": "marks" in relations and (has_entries or has_stretches),
        "exact": is_exact,
        "succession": any(ask.forest.succession for ask in request.asks),
        "rosters": any(request.rosters),
        "no_rosters": not any(request.rosters),
        wanted: True,
    }
    return sql.text("answer", frozenset(section for section, is_needed in needs.items() if is_needed))


def _pieces(request: Request, found: Reading) -> list[tuple[int, Ask, Piece]]:
    """Cut each window; many asks share one."""
    months = found.months
    cuts: dict[tuple[Window, tuple[date, ...]], list[Piece]] = {}
    pieces: list[tuple[int, Ask, Piece]] = []
    for term, ask in enumerate(request.asks):
        if ask.kind is not Kind.LEVEL:
            key = (Window(ask.first_on, ask.last_on), ask.forest.breaks)
            if key not in cuts:
                cuts[key] = cut(*key, months)
            pieces.extend((term, ask, piece) for piece in cuts[key])
    return pieces


def _amounts(rows: list[tuple[Any, ...]]) -> tuple[Answer, set[tuple[int, int]]]:
    """Return the amounts, and those (term, place) pairs that only the entries can tell."""
    amounts = {(term, place, label): Amount(*facts) for term, place, label, *facts, _ in rows}
    return amounts, {(row[0], row[1]) for row in rows if row[-1]}


def _look_again(
    request: Request, found: Reading, engine: Engine, amounts: Answer, doubtful: set[tuple[int, int]]
) -> None:
    """Replace the amounts of doubtful (term, place) pairs by what their entries alone tell, all in one run."""
    figures = {request.asks[term].figure for term, _ in doubtful}
    terms = [term for term, ask in enumerate(request.asks) if ask.figure in figures]
    exact = request.only([request.asks[term] for term in terms], sorted({place for _, place in doubtful}))
    relations = {**asked.of_request(exact, [], is_exact=True), **reading.from_entries(exact, found)}
    again, _ = _amounts(engine.rows(_text(exact, relations, is_exact=True), relations))
    for key in [key for key in amounts if key[:2] in doubtful]:
        del amounts[key]
    unit_counts = {}
    for (number, place, label), amount in again.items():
        unit_counts[request.asks[terms[number]].figure, place] = amount.unit_count
        if (terms[number], place) in doubtful:
            amounts[terms[number], place, label] = amount
    for (term, place, _), amount in amounts.items():
        figure = request.asks[term].figure
        amount.unit_count = unit_counts.get((figure, place), amount.unit_count)


def _count_persons(request: Request, found: Reading, engine: Engine, amounts: Answer) -> None:
    """Put distinct persons in the place of quantities where an ask counts persons."""
    terms = [term for term, ask in enumerate(request.asks) if ask.counts_persons]
    if not terms:
        return
    counted = request.only([request.asks[term] for term in terms], request.places)
    relations = {**asked.of_request(counted, [], is_exact=True), **reading.from_entries(counted, found)}
    for (term, _, _), amount in amounts.items():
        if request.asks[term].counts_persons:
            amount.quantity = 0
    for number, place, label, person_count, unnamed_count in engine.rows(sql.text("persons"), relations):
        counted_here = amounts.get((terms[number], place, label))
        if counted_here is not None:
            counted_here.quantity, counted_here.unnamed_count = person_count, unnamed_count


def _tell_once(request: Request, found: Reading, engine: Engine, amounts: Answer) -> None:
    """Where values are read as stated, let each day count once, whatever the number of statements about it."""
    terms = [
        term
        for term, ask in enumerate(request.asks)
        if ask.is_as_stated and ask.kind is Kind.FLOW and not ask.counts_persons
    ]
    if not terms:
        return
    stated = request.only([request.asks[term] for term in terms], request.places)
    relations = {**asked.of_request(stated, [], is_exact=True), **reading.from_entries(stated, found)}
    statements: dict[tuple[int, int, int], list[Statement]] = defaultdict(list)
    for number, place, label, posting, first, last, quantity, entry_count, bound in engine.rows(
        sql.text("statements"), relations
    ):
        statement = Statement(posting, first, last, quantity, entry_count, bound)
        statements[terms[number], place, label].append(statement)
    for key, told in statements.items():
        taken = told_once(told)
        amount = amounts[key]
        amount.quantity = sum(each.quantity for each in taken)
        amount.entry_count = sum(each.entry_count for each in taken)
        amount.bound = reduce(or_, (each.bound for each in taken))
        amount.last_on = max(each.last_on for each in taken)
        window = request.asks[key[0]].window
        if sum(each.day_count for each in taken) <= (window.last - window.first).days:
            # What happened on the days nobody published anything about is not nothing.
            amount.bound |= AT_LEAST
