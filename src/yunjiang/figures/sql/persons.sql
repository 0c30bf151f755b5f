-- Distinct persons behind each asked term at each asked place, exactly; the relations are those of the answer.
--
-- A person counts once whatever the number of entries, and not at all when every entry was taken back. In a balance, a
-- person counts while the quantities in the person's name add up to more than nothing (came, and has not left).
-- `unnamed_count` says how many entries with a quantity name nobody: then the count is a lower bound.
WITH shaped AS ({shape}),
met AS (
    SELECT
        t.term, e.tree, s.organization, COALESCE(l.label, 0) AS label, s.person,
        CASE WHEN t.is_balance THEN s.weight * s.quantity ELSE s.weight END AS presence,
        CASE WHEN s.person = 0 AND s.quantity <> 0 THEN s.weight ELSE 0 END AS unnamed
    FROM shaped AS s
    JOIN terms AS t ON t.channel = s.channel AND t.measure = s.measure
    JOIN eras AS e ON e.forest = t.forest AND s.until_on >= e.first_on AND s.until_on <= e.last_on
    LEFT JOIN labels AS l ON l.term = t.term AND l.breakdown = s.breakdown
    WHERE s.since_on >= t.first_on AND s.until_on <= t.last_on
        AND (NOT t.is_filtered OR l.label IS NOT NULL)
),
placed AS (
    SELECT m.term, r.place, m.label, m.person, SUM(m.presence) AS presence, SUM(m.unnamed) AS unnamed_count
    FROM met AS m
    JOIN rollup AS r ON r.tree = m.tree AND r.organization = m.organization
    JOIN places AS p ON p.place = r.place
    GROUP BY m.term, r.place, m.label, m.person
)
SELECT
    CAST(term AS INT) AS term,
    CAST(place AS INT) AS place,
    CAST(label AS INT) AS label,
    CAST(SUM(CASE WHEN person <> 0 AND presence > 0 THEN 1 ELSE 0 END) AS BIGINT) AS person_count,
    CAST(SUM(unnamed_count) AS BIGINT) AS unnamed_count
FROM placed
GROUP BY term, place, label
ORDER BY term, place, label
