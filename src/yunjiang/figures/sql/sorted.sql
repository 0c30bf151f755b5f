days_of_years AS (
    SELECT data_set, channel, measure, organization, breakdown, YEAR(until_on) AS year, MAX(until_on) AS until_on
    FROM collected
    WHERE period < 0 AND entry_count > 0
    GROUP BY data_set, channel, measure, organization, breakdown, YEAR(until_on)
),
marked AS (
    SELECT
        c.*,
        CASE
            WHEN c.period >= 0 THEN c.period
            WHEN c.entry_count < 0 THEN -1
            WHEN d.year IS NOT NULL THEN -100 * YEAR(c.until_on)
            ELSE -100 * YEAR(c.until_on) - MONTH(c.until_on)
        END AS stretch
    FROM collected AS c
    LEFT JOIN days_of_years AS d
        ON c.period < 0 AND d.data_set = c.data_set AND d.channel = c.channel AND d.measure = c.measure
        AND d.organization = c.organization AND d.breakdown = c.breakdown
        AND d.year = YEAR(c.until_on) AND d.until_on = c.until_on
)
SELECT
    CAST(
        CASE
            WHEN stretch = 0 THEN 2
            WHEN stretch > 0 THEN CASE WHEN stretch % 100 = 0 THEN 0 ELSE 1 END
            WHEN stretch = -1 THEN 5
            ELSE CASE WHEN stretch % 100 = 0 THEN 3 ELSE 4 END
        END AS TINYINT
    ) AS grain,
    CAST(data_set AS TINYINT) AS data_set,
    CAST(channel AS TINYINT) AS channel,
    CAST(measure AS INT) AS measure,
    CAST(stretch AS INT) AS period,
    CAST(organization AS INT) AS organization,
    CAST(breakdown AS INT) AS breakdown,
    CAST(bound AS TINYINT) AS bound,
    since_on,
    until_on,
    CAST(quantity AS BIGINT) AS quantity,
    CAST(entry_count AS BIGINT) AS entry_count,
    last_on,
    undone_on,
    CAST(months AS BIGINT) AS months,
    CAST(month_count AS BIGINT) AS month_count,
    origin,
    posting
FROM marked
ORDER BY
    grain, data_set, channel, measure, period, organization, breakdown, bound, since_on, until_on, origin, entry_count
