-- The sums of several segments as sums of all of them; an observation and its reversal drop out together.
WITH observations AS (SELECT * FROM sums WHERE period < 0),
collected AS (
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound, since_on, until_on,
        SUM(quantity) AS quantity,
        SUM(entry_count) AS entry_count,
        MAX(last_on) AS last_on,
        MAX(undone_on) AS undone_on,
        BIT_XOR(months) AS months,
        SUM(month_count) AS month_count,
        CAST(NULL AS BIGINT) AS origin,
        CAST(NULL AS BIGINT) AS posting
    FROM sums
    WHERE period >= 0
    GROUP BY data_set, channel, measure, period, organization, breakdown, bound, since_on, until_on
    UNION ALL
    SELECT
        data_set, channel, measure, period, organization, breakdown, bound, since_on, until_on,
        quantity, entry_count, last_on, undone_on, months, month_count, origin, posting
    FROM observations
    WHERE origin NOT IN (
        SELECT a.origin
        FROM observations AS a
        JOIN observations AS b ON a.origin = b.origin AND a.entry_count > 0 AND b.entry_count < 0
    )
),
{sorted}
