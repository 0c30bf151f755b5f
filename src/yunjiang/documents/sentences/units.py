"""How the units below compare: by the states of their indicators, on comparable ground only."""

from yunjiang.assessment.rules.judgement import Status
from yunjiang.documents import ranking
from yunjiang.documents.citing import Citations
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase
from yunjiang.documents.states import Among, chosen, kept_word, late_word
from yunjiang.documents.wording import clause, listing, paragraph, sentence

_NAMED = 3


def comparison(cited: Citations) -> Phrase:
    """Say which units lead, which have most indicators behind, and which reported nothing at all."""
    peers = ranking.peers(cited.material)
    if not peers:
        return ()
    units = ranking.counter([unit for unit, _ in peers])
    return paragraph(_leaders(cited, units), _laggards(cited, units), _silent(cited, units))


def _leaders(cited: Citations, units: str) -> Phrase:
    places = ranking.places(cited.material)
    best = [unit for unit, _ in ranking.ranked(cited.material) if places.get(unit.key) == 1]
    if not best or len(places) < 2:
        return ()
    if len(best) == len(places):
        return sentence(f"已报数据的各{units}{kept_word(cited.material)}的指标占比相同")
    rate = cited.said(What.IN_LINE_RATE, organization=best[0].key)
    names = listing(unit.short_name for unit in best)
    many = "均" if len(best) > 1 else ""
    return sentence(
        clause("从可评价指标看，", names, f"{kept_word(cited.material)}的指标占比最高，{many}为", rate)
    )


def _laggards(cited: Citations, units: str) -> Phrase:
    counted = [(len(chosen(all_of, Among.LATE)), unit) for unit, all_of in ranking.peers(cited.material)]
    late = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
    if not late:
        return (
            sentence(f"各{units}没有{late_word(cited.material)}指标")
            if ranking.places(cited.material)
            else ()
        )
    told = (
        clause(unit.short_name, cited.said(What.COUNT_AT, organization=unit.key, among=Among.LATE.value))
        for _, unit in late[:_NAMED]
    )
    behind = late_word(cited.material)
    lead = f"{behind}指标较多的为" if len(late) > 1 else f"有{behind}指标的为"
    return sentence(clause(lead, listing(told)))


def _silent(cited: Citations, units: str) -> Phrase:
    silent = [
        (unit, len(found))
        for unit, all_of in ranking.peers(cited.material)
        if (found := chosen(all_of, Status.NOT_REPORTED.value))
    ]
    if not silent:
        return ()
    silent.sort(key=lambda each: -each[1])
    told = (
        clause(
            unit.short_name,
            cited.said(What.COUNT_AT, organization=unit.key, among=Status.NOT_REPORTED.value),
        )
        for unit, _ in silent[:_NAMED]
    )
    if len(silent) <= _NAMED:
        return sentence(clause("有应报未报指标的为", listing(told)))
    count = cited.said(What.UNIT_COUNT, among=Status.NOT_REPORTED.value)
    return sentence(clause("有应报未报指标的有", count, units), clause("较多的为", listing(told)))
