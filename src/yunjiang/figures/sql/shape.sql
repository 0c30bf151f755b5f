-- Entries as sums need them: the days they cover, the calendar month they lie within, the months a return tells about.
--
-- period  the month (YYYYMM) when every day of the entry lies in it, otherwise 0: a stretch of its own.
-- months  one bit a calendar month (number of the month modulo 60) that a return's stretch touches. Two returns that tell
--         about the same days share a bit, so that a set of returns tells nothing twice as long as the exclusive or of all
--         bits has as many bits as all of them together; and a reversal undoes its original in both sums. Entries of
--         registers and of single persons stand beside each other whatever their days: no bits.
SELECT
    data_set, channel, measure, organization, breakdown, person, bound, weight, quantity, origin, posting, position,
    since_on, until_on, is_edge,
    CASE WHEN first_month = last_month THEN period ELSE 0 END AS period,
    CASE
        WHEN NOT is_return THEN CAST(0 AS BIGINT)
        WHEN last_month - first_month >= 59 THEN CAST(1152921504606846975 AS BIGINT)
        WHEN first_month % 60 <= last_month % 60
            THEN (CAST(1 AS BIGINT) << (last_month % 60 + 1)) - (CAST(1 AS BIGINT) << (first_month % 60))
        ELSE 1152921504606846975
            - (CAST(1 AS BIGINT) << (first_month % 60)) + (CAST(1 AS BIGINT) << (last_month % 60 + 1))
    END AS months
FROM (
    SELECT
        data_set, channel, measure, organization, breakdown, person, bound, weight, quantity, origin, posting, position,
        COALESCE(since_on, happened_on) AS since_on,
        happened_on AS until_on,
        period,
        is_edge,
        since_on IS NOT NULL AND person = 0 AND channel = 0 AS is_return,
        CAST(COALESCE(YEAR(since_on) * 12 + MONTH(since_on), YEAR(happened_on) * 12 + MONTH(happened_on)) - 1 AS INT)
            AS first_month,
        CAST(YEAR(happened_on) * 12 + MONTH(happened_on) - 1 AS INT) AS last_month
    FROM entries
) AS dated
