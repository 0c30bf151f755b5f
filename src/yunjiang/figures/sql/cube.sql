-- Every flow and balance by month at every place, with its running sum; a stretch longer than a month in the month it ends in.
WITH cells AS (
    SELECT
        s.channel, s.measure, r.place,
        CASE WHEN s.period = 0 THEN YEAR(s.until_on) * 100 + MONTH(s.until_on) ELSE s.period END AS period,
        SUM(s.quantity) AS quantity,
        SUM(s.entry_count) AS entry_count
    FROM sums AS s
    JOIN rollup AS r ON r.organization = s.organization
    GROUP BY
        s.channel, s.measure, r.place,
        CASE WHEN s.period = 0 THEN YEAR(s.until_on) * 100 + MONTH(s.until_on) ELSE s.period END
)
SELECT
    channel, measure, CAST(place AS INT) AS place, CAST(period AS INT) AS period,
    CAST(quantity AS BIGINT) AS quantity,
    CAST(entry_count AS BIGINT) AS entry_count,
    CAST(SUM(quantity) OVER (PARTITION BY channel, measure, place ORDER BY period) AS BIGINT) AS running_quantity
FROM cells
