-- What stands behind each asked term at each asked place.
--
-- terms      term, figure, channel, measure, is_level, is_balance, first_on, last_on, fresh_on, forest, is_rolled, is_filtered,
--            is_exact, roster: one row a term
-- pieces     term, is_filtered, channel, measure, period, tree, is_edge: whole years and months of a term's window, edge months
-- eras       forest, tree, first_on, last_on: which tree of a forest holds on a day
-- rollup     tree, organization, place: where a unit's quantities count
-- succession forest, organization, successor, ended_on: units that ended in a forest, and who took over, if anybody
-- labels     term, breakdown, label: the breakdowns a filtered term admits, and the class each one counts in
-- expected   roster, place, unit: units that owe a figure to a place
-- places     place: the organizations asked about
-- sums       the summed segments by year and month; marks: those of them with returns; stretches, observations: the rest
-- entries    single entries; is_edge when they are in the sums as well, and so read for edge months only
--
-- A flow counts when all its days lie in the window. Days of the sums are read by containment: whole years, whole months,
-- stretches; so no entry is met twice. Sections between `-- [word` and `-- word]` are left out when a request has no need of
-- them: planning this text takes longer than running it over a small ledger.
WITH
-- [entries
shaped AS ({shape}),
taken_back AS (SELECT origin FROM shaped WHERE weight < 0),
-- [flows
singles AS (
    SELECT
        t.term, e.tree, t.is_filtered, s.organization, s.breakdown, s.bound, s.weight, s.quantity, s.origin, s.posting,
        s.since_on, s.until_on, s.months, s.since_on >= t.first_on AND s.until_on <= t.last_on AS is_inside
    FROM shaped AS s
    JOIN terms AS t ON t.channel = s.channel AND t.measure = s.measure AND NOT t.is_level
    JOIN eras AS e ON e.forest = t.forest AND s.until_on >= e.first_on AND s.until_on <= e.last_on
    WHERE NOT s.is_edge AND s.since_on <= t.last_on AND s.until_on >= t.first_on
    UNION ALL
    SELECT
        t.term, e.tree, t.is_filtered, s.organization, s.breakdown, s.bound, s.weight, s.quantity, s.origin, s.posting,
        s.since_on, s.until_on, s.months, s.since_on >= t.first_on AND s.until_on <= t.last_on
    FROM shaped AS s
    JOIN pieces AS p ON p.channel = s.channel AND p.measure = s.measure AND p.period = s.period AND p.is_edge
    JOIN terms AS t ON t.term = p.term
    JOIN eras AS e ON e.forest = t.forest AND s.until_on >= e.first_on AND s.until_on <= e.last_on
    WHERE s.is_edge AND s.since_on <= t.last_on AND s.until_on >= t.first_on
),
-- flows]
-- entries]
-- [flows
-- [unfolded
unfolded AS (
-- [stretches
    SELECT
        t.term, e.tree, t.is_filtered, s.organization, s.breakdown, s.bound,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.quantity ELSE 0 END AS quantity,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.entry_count ELSE 0 END AS entry_count,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.last_on END AS last_on,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.undone_on END AS undone_on,
        CAST(NULL AS DATE) AS certain_on,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN 0 ELSE s.entry_count END AS straddling_count,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.months ELSE 0 END AS months,
        CASE WHEN s.since_on >= t.first_on AND s.until_on <= t.last_on THEN s.month_count ELSE 0 END AS month_count
    FROM stretches AS s
    JOIN terms AS t ON t.channel = s.channel AND t.measure = s.measure AND NOT t.is_level
    JOIN eras AS e ON e.forest = t.forest AND s.until_on >= e.first_on AND s.until_on <= e.last_on
    WHERE s.since_on <= t.last_on AND s.until_on >= t.first_on
-- stretches]
-- [stretches_and_entries
    UNION ALL
-- stretches_and_entries]
-- [entries
    SELECT
        s.term, s.tree, s.is_filtered, s.organization, s.breakdown, s.bound,
        CASE WHEN s.is_inside THEN s.quantity * s.weight ELSE 0 END AS quantity,
        CASE WHEN s.is_inside THEN s.weight ELSE 0 END AS entry_count,
        CAST(NULL AS DATE) AS last_on,
        CASE WHEN s.is_inside AND s.weight < 0 THEN s.until_on END AS undone_on,
        CASE WHEN s.is_inside AND s.weight > 0 AND b.origin IS NULL THEN s.until_on END AS certain_on,
        CASE WHEN s.is_inside THEN 0 ELSE s.weight END AS straddling_count,
        CASE WHEN s.is_inside THEN s.months ELSE 0 END AS months,
        CASE WHEN s.is_inside THEN s.weight * BIT_COUNT(s.months) ELSE 0 END AS month_count
    FROM singles AS s
    LEFT JOIN taken_back AS b ON b.origin = s.origin
-- entries]
),
-- unfolded]
met AS (
    SELECT
        p.term, p.tree, p.is_filtered, s.organization, s.breakdown, s.bound, s.quantity, s.entry_count,
        s.last_on, s.undone_on, CAST(NULL AS DATE) AS certain_on, 0 AS straddling_count
    FROM sums AS s
    JOIN pieces AS p ON p.channel = s.channel AND p.measure = s.measure AND p.period = s.period
    WHERE NOT p.is_edge
-- [unfolded
    UNION ALL
    SELECT
        term, tree, is_filtered, organization, breakdown, bound, quantity, entry_count,
        last_on, undone_on, certain_on, straddling_count
    FROM unfolded
-- unfolded]
),
classed AS (
    SELECT m.term, m.tree, m.organization, m.bound, m.quantity, m.entry_count, m.last_on, m.undone_on, m.certain_on,
        m.straddling_count,
-- [labels
        COALESCE(l.label, 0) AS label
    FROM met AS m
    LEFT JOIN labels AS l ON l.term = m.term AND l.breakdown = m.breakdown
    WHERE NOT m.is_filtered OR l.label IS NOT NULL
-- labels]
-- [no_labels
        0 AS label
    FROM met AS m
-- no_labels]
),
-- [told
told_of AS (
-- [marks
    SELECT p.term, p.tree, s.organization, s.breakdown, s.months, s.month_count
    FROM marks AS s
    JOIN pieces AS p ON p.channel = s.channel AND p.measure = s.measure AND p.period = s.period
    WHERE NOT p.is_edge
-- marks]
-- [marks_and_unfolded
    UNION ALL
-- marks_and_unfolded]
-- [unfolded
    SELECT term, tree, organization, breakdown, months, month_count
    FROM unfolded
    WHERE months <> 0 OR month_count <> 0
-- unfolded]
),
told AS (
    SELECT
        m.term, m.tree, m.organization, m.breakdown,
        CASE WHEN BIT_COUNT(BIT_XOR(m.months)) = SUM(m.month_count) THEN 0 ELSE 1 END AS is_repeated,
        BIT_OR(m.months) AS months
    FROM told_of AS m
    GROUP BY m.term, m.tree, m.organization, m.breakdown
),
-- told]
-- [exact
returns AS (
    SELECT s.term, s.tree, s.organization, s.breakdown, s.posting, s.since_on, s.until_on, s.origin,
           COALESCE(l.label, 0) AS label
    FROM singles AS s
    LEFT JOIN labels AS l ON l.term = s.term AND l.breakdown = s.breakdown
    LEFT JOIN taken_back AS b ON b.origin = s.origin
    WHERE s.is_inside AND s.months <> 0 AND s.weight > 0 AND b.origin IS NULL
        AND (NOT s.is_filtered OR l.label IS NOT NULL)
),
-- exact]
-- flows]
-- [levels
candidates AS (
    SELECT channel, measure, organization, breakdown, bound, until_on, quantity, entry_count AS weight, origin, posting
    FROM observations
-- [entries
    UNION ALL
    SELECT channel, measure, organization, breakdown, bound, until_on, quantity, weight, origin, posting
    FROM shaped
    WHERE NOT is_edge
-- entries]
),
admitted AS (
    SELECT
        t.term, c.organization, c.bound, c.until_on, c.quantity, c.origin, c.posting,
        w.origin IS NOT NULL AS is_withdrawn,
-- [labels
        COALESCE(l.label, 0) AS label
-- labels]
-- [no_labels
        0 AS label
-- no_labels]
    FROM candidates AS c
    JOIN terms AS t ON t.channel = c.channel AND t.measure = c.measure AND t.is_level
    LEFT JOIN (SELECT origin FROM candidates WHERE weight < 0) AS w ON w.origin = c.origin
-- [labels
    LEFT JOIN labels AS l ON l.term = t.term AND l.breakdown = c.breakdown
-- labels]
    WHERE c.weight > 0 AND c.until_on <= t.last_on
-- [labels
        AND (NOT t.is_filtered OR l.label IS NOT NULL)
-- labels]
),
newest_day AS (
    SELECT
        term, organization,
        MAX(CASE WHEN NOT is_withdrawn THEN until_on END) AS until_on,
        MAX(CASE WHEN is_withdrawn THEN until_on END) AS withdrawn_on
    FROM admitted
    GROUP BY term, organization
),
newest AS (
    SELECT o.*
    FROM admitted AS o
    JOIN newest_day AS d ON d.term = o.term AND d.organization = o.organization AND d.until_on = o.until_on
    WHERE NOT o.is_withdrawn
),
newest_posting AS (
    SELECT n.term, n.organization, n.posting
    FROM newest AS n
    JOIN (SELECT term, organization, MAX(origin) AS origin FROM newest GROUP BY term, organization) AS o
        ON o.term = n.term AND o.organization = n.organization AND o.origin = n.origin
    GROUP BY n.term, n.organization, n.posting
),
-- [succession
superseded AS (
    SELECT DISTINCT d.term, d.organization
    FROM newest_day AS d
    JOIN terms AS t ON t.term = d.term AND t.is_rolled
    JOIN succession AS s ON s.forest = t.forest AND s.organization = d.organization AND s.ended_on <= t.last_on
    LEFT JOIN newest_day AS n ON n.term = d.term AND n.organization = s.successor AND n.until_on >= s.ended_on
    WHERE s.successor IS NULL OR n.term IS NOT NULL
),
-- succession]
chosen AS (
    SELECT
        n.term, e.tree, n.organization, n.label, n.quantity, n.bound, n.until_on, n.origin,
        CASE WHEN t.fresh_on IS NULL OR n.until_on >= t.fresh_on THEN 1 ELSE 0 END AS is_fresh
    FROM newest AS n
    JOIN newest_posting AS p ON p.term = n.term AND p.organization = n.organization AND p.posting = n.posting
    JOIN terms AS t ON t.term = n.term
    JOIN eras AS e ON e.forest = t.forest AND n.until_on >= e.first_on AND n.until_on <= e.last_on
-- [succession
    LEFT JOIN superseded AS x ON x.term = n.term AND x.organization = n.organization
    WHERE x.term IS NULL
-- succession]
),
-- levels]
-- [amounts
counted AS (
-- [flows
    SELECT
        c.term, r.place, c.label, c.bound,
        SUM(c.quantity) AS quantity,
        SUM(c.entry_count) AS entry_count,
        MAX(c.last_on) AS last_on,
        MAX(c.undone_on) AS undone_on,
        MAX(c.certain_on) AS certain_on,
        SUM(c.straddling_count) AS straddling_count
    FROM classed AS c
    JOIN rollup AS r ON r.tree = c.tree AND r.organization = c.organization
    GROUP BY c.term, r.place, c.label, c.bound
-- flows]
-- [both
    UNION ALL
-- both]
-- [levels
    SELECT
        c.term, r.place, c.label, c.bound,
        SUM(c.quantity) AS quantity,
        COUNT(*) AS entry_count,
        CAST(NULL AS DATE) AS last_on,
        CAST(NULL AS DATE) AS undone_on,
        MAX(c.until_on) AS certain_on,
        0 AS straddling_count
    FROM chosen AS c
    JOIN rollup AS r ON r.tree = c.tree AND r.organization = c.organization
    WHERE c.is_fresh = 1
    GROUP BY c.term, r.place, c.label, c.bound
-- levels]
),
noted AS (
    SELECT 0 AS term, 0 AS tree, 0 AS organization, 0 AS label, 0 AS stale_count, 0 AS overlap_count, 0 AS doubt_count
    WHERE 1 = 0
-- [levels
    UNION ALL
    SELECT term, tree, organization, label, 1, 0, 0 FROM chosen WHERE is_fresh = 0 GROUP BY term, tree, organization, label
-- [sums
    UNION ALL
    SELECT d.term, e.tree, d.organization, 0, 0, 0, 1
    FROM newest_day AS d
    JOIN terms AS t ON t.term = d.term
    JOIN eras AS e ON e.forest = t.forest
    WHERE d.withdrawn_on IS NOT NULL AND (d.until_on IS NULL OR d.until_on < d.withdrawn_on)
-- sums]
-- levels]
-- [flows
-- [told
    UNION ALL
    SELECT term, tree, organization, 0, 0, 0, 1
    FROM told
    GROUP BY term, tree, organization
    HAVING MAX(is_repeated) = 1
        OR (
            BIT_OR(CASE WHEN breakdown = 0 THEN months ELSE 0 END)
            & BIT_OR(CASE WHEN breakdown = 0 THEN 0 ELSE months END)
        ) <> 0
-- told]
-- [exact
    UNION ALL
    SELECT a.term, a.tree, a.organization, a.label, 0, COUNT(*), 0
    FROM returns AS a
    JOIN returns AS b
        ON b.term = a.term AND b.organization = a.organization AND b.label = a.label
        AND b.origin > a.origin AND b.posting <> a.posting
        AND b.since_on <= a.until_on AND b.until_on >= a.since_on
        AND (b.breakdown = a.breakdown OR a.breakdown = 0 OR b.breakdown = 0)
    GROUP BY a.term, a.tree, a.organization, a.label
-- exact]
-- flows]
),
rolled AS (
    SELECT
        term, place, label,
        SUM(quantity) AS quantity,
        SUM(entry_count) AS entry_count,
        SUM(CASE WHEN bound = 1 THEN entry_count ELSE 0 END) AS at_least_count,
        SUM(CASE WHEN bound = 2 THEN entry_count ELSE 0 END) AS at_most_count,
        SUM(CASE WHEN bound = 4 THEN entry_count ELSE 0 END) AS about_count,
        MAX(last_on) AS last_on,
        MAX(undone_on) AS undone_on,
        MAX(certain_on) AS certain_on,
        SUM(straddling_count) AS straddling_count,
        SUM(stale_count) AS stale_count,
        SUM(overlap_count) AS overlap_count,
        MAX(doubt_count) AS doubt_count
    FROM (
        SELECT *, 0 AS stale_count, 0 AS overlap_count, 0 AS doubt_count FROM counted
        UNION ALL
        SELECT
            n.term, r.place, n.label, 0, 0, 0, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), 0,
            n.stale_count, n.overlap_count, n.doubt_count
        FROM noted AS n
        JOIN rollup AS r ON r.tree = n.tree AND r.organization = n.organization
    ) AS both_kinds
    GROUP BY term, place, label
)
-- [rosters
, reported AS (
    SELECT
        t.figure, x.place,
        COUNT(DISTINCT CASE WHEN r.entry_count > 0 THEN x.unit END) AS unit_count,
        MAX(CASE WHEN t.is_level THEN r.doubt_count ELSE 0 END) AS doubt_count
    FROM rolled AS r
    JOIN terms AS t ON t.term = r.term
    JOIN expected AS x ON x.roster = t.roster AND x.unit = r.place
    GROUP BY t.figure, x.place
)
-- rosters]
SELECT
    CAST(r.term AS INT) AS term,
    CAST(r.place AS INT) AS place,
    CAST(r.label AS INT) AS label,
    CAST(r.quantity AS BIGINT) AS quantity,
    CAST(r.entry_count AS BIGINT) AS entry_count,
    CAST(
        CASE WHEN r.at_least_count > 0 THEN 1 ELSE 0 END
        + CASE WHEN r.at_most_count > 0 THEN 2 ELSE 0 END
        + CASE WHEN r.about_count > 0 THEN 4 ELSE 0 END AS TINYINT
    ) AS bound,
    CASE WHEN r.entry_count > 0 THEN GREATEST(COALESCE(r.last_on, r.certain_on), COALESCE(r.certain_on, r.last_on)) END
        AS last_on,
    CAST(r.straddling_count AS BIGINT) AS straddling_count,
    CAST(r.overlap_count AS BIGINT) AS overlap_count,
    CAST(r.stale_count AS BIGINT) AS stale_count,
-- [rosters
    CAST(COALESCE(p.unit_count, 0) AS BIGINT) AS unit_count,
    COALESCE(p.doubt_count, 0) > 0
-- rosters]
-- [no_rosters
    CAST(0 AS BIGINT) AS unit_count,
    FALSE
-- no_rosters]
        OR r.doubt_count > 0
        OR COALESCE(
            r.entry_count > 0 AND r.last_on > COALESCE(r.certain_on, DATE '0001-01-01') AND r.undone_on >= r.last_on, FALSE
        ) AS is_doubtful
FROM rolled AS r
JOIN places AS a ON a.place = r.place
-- [rosters
JOIN terms AS t ON t.term = r.term
LEFT JOIN reported AS p ON p.figure = t.figure AND p.place = r.place
-- rosters]
WHERE r.entry_count > 0 OR r.straddling_count > 0 OR r.stale_count > 0 OR r.doubt_count > 0
ORDER BY term, place, label
-- amounts]
-- [ids
behind AS (
-- [flows
    SELECT s.origin, s.tree, s.organization
    FROM singles AS s
    LEFT JOIN labels AS l ON l.term = s.term AND l.breakdown = s.breakdown
    LEFT JOIN taken_back AS b ON b.origin = s.origin
    WHERE s.is_inside AND s.weight > 0 AND b.origin IS NULL AND (NOT s.is_filtered OR l.label IS NOT NULL)
-- flows]
-- [both
    UNION ALL
-- both]
-- [levels
    SELECT origin, tree, organization FROM chosen WHERE is_fresh = 1
-- levels]
)
SELECT origin
FROM (
    SELECT b.origin, g.size, ROW_NUMBER() OVER (ORDER BY b.origin) AS number
    FROM behind AS b
    JOIN rollup AS r ON r.tree = b.tree AND r.organization = b.organization
    JOIN places AS p ON p.place = r.place
    JOIN page AS g ON b.origin > g.after_origin
    GROUP BY b.origin, g.size
) AS numbered
WHERE number <= size
ORDER BY origin
-- ids]
