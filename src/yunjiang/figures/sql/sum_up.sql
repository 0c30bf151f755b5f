-- The entries of one segment summed up: by month, by year, by stretch longer than a month; observations of levels one by one.
--
-- `period` is YYYYMM for a month, YYYY00 for a year, 0 for a longer stretch. Observations have periods below zero: -YYYY00 on
-- the newest day of a year (of an organization and breakdown), -YYYYMM on earlier days, -1 when taken back. Whoever asks what
-- stood at the end of 2024 reads -YYYY00 of the years until then, and no other day of them.
--
-- Every column that is added up can be taken back by a reversal in a later segment, except the newest day. So `last_on`
-- (a day with more entries posted than taken back) stands beside `undone_on` (a day with fewer): whoever adds segments
-- together knows when the newest day is in doubt.
WITH shaped AS ({shape}),
days AS (
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound,
        CASE WHEN period = 0 THEN since_on END AS since_on,
        until_on,
        SUM(quantity * weight) AS quantity,
        SUM(weight) AS entry_count,
        BIT_XOR(months) AS months,
        SUM(weight * BIT_COUNT(months)) AS month_count
    FROM shaped
    WHERE measure NOT IN (SELECT measure FROM levels)
    GROUP BY
        data_set, channel, measure, period, organization, breakdown, bound,
        CASE WHEN period = 0 THEN since_on END,
        until_on
),
months AS (
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound, since_on,
        CASE WHEN period = 0 THEN until_on END AS until_on,
        SUM(quantity) AS quantity,
        SUM(entry_count) AS entry_count,
        MAX(CASE WHEN entry_count > 0 THEN until_on END) AS last_on,
        MAX(CASE WHEN entry_count < 0 THEN until_on END) AS undone_on,
        BIT_XOR(months) AS months,
        SUM(month_count) AS month_count
    FROM days
    GROUP BY
        data_set, channel, measure, period, organization, breakdown, bound, since_on,
        CASE WHEN period = 0 THEN until_on END
),
observations AS (
    SELECT data_set, channel, measure, organization, breakdown, bound, until_on, quantity, weight, origin, posting
    FROM shaped
    WHERE measure IN (SELECT measure FROM levels)
),
years AS (
    SELECT
        data_set, channel, measure, period - period % 100 AS period, organization, breakdown, bound,
        SUM(quantity) AS quantity,
        SUM(entry_count) AS entry_count,
        MAX(last_on) AS last_on,
        MAX(undone_on) AS undone_on,
        BIT_XOR(months) AS months,
        SUM(month_count) AS month_count
    FROM months
    WHERE period > 0
    GROUP BY data_set, channel, measure, period - period % 100, organization, breakdown, bound
),
collected AS (
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound, since_on, until_on,
        quantity, entry_count, last_on, undone_on, months, month_count,
        CAST(NULL AS BIGINT) AS origin, CAST(NULL AS BIGINT) AS posting
    FROM months
    UNION ALL
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound, CAST(NULL AS DATE), CAST(NULL AS DATE),
        quantity, entry_count, last_on, undone_on, months, month_count,
        CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)
    FROM years
    UNION ALL
    SELECT
        data_set, channel, measure, -1, organization, breakdown, bound, CAST(NULL AS DATE), until_on,
        quantity, weight, CAST(NULL AS DATE), CAST(NULL AS DATE), 0, 0,
        origin, posting
    FROM observations
    WHERE origin NOT IN (
        SELECT a.origin FROM observations AS a JOIN observations AS b ON a.origin = b.origin AND a.weight > 0 AND b.weight < 0
    )
),
{sorted}
