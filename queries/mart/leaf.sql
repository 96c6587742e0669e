-- One row per line, place below a district and slot: the ledger as it stands there.
-- A control total in force alone stands for its area, not for a part of it.
select
    l.* exclude (deadline_at),
    l.deadline_at as round_deadline_at,
    'subdistrict' as level,
    (l.told_at = l.as_of)::bigint as reported,
    1::bigint as expected
from mart.ledger as l
where l.area_code <> l.district_code
