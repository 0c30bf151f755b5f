-- The live entries of flows that lie in a term's window, for values that are read as stated: at the very organization.
WITH shaped AS ({shape}),
taken_back AS (SELECT origin FROM shaped WHERE weight < 0)
SELECT
    t.term, s.organization AS place, COALESCE(l.label, 0) AS label, s.posting, s.since_on, s.until_on,
    CAST(SUM(s.quantity) AS BIGINT) AS quantity,
    COUNT(*) AS entry_count,
    BIT_OR(CAST(s.bound AS INT)) AS bound
FROM shaped AS s
JOIN terms AS t ON t.channel = s.channel AND t.measure = s.measure AND NOT t.is_level AND NOT t.is_balance
JOIN places AS p ON p.place = s.organization
LEFT JOIN labels AS l ON l.term = t.term AND l.breakdown = s.breakdown
LEFT JOIN taken_back AS b ON b.origin = s.origin
WHERE s.weight > 0 AND b.origin IS NULL AND s.since_on >= t.first_on AND s.until_on <= t.last_on
    AND (NOT t.is_filtered OR l.label IS NOT NULL)
GROUP BY t.term, s.organization, COALESCE(l.label, 0), s.posting, s.since_on, s.until_on
ORDER BY term, place, label, posting, since_on, until_on
