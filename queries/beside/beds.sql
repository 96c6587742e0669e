-- One row per slot, for the city: positives who arrived, and beds taken the same day. Where people go is the city's
-- choice, so that it is no figure of one district.
with arrived as (
    select
        ops_day,
        as_of,
        sum(arrived_today) as reported
    from clean.transfer
    where person_class = 'POS'
    group by ops_day, as_of
),

taken as (
    select
        ops_day,
        as_of,
        sum(in_today) as confirmed,
        bool_and(told_at = as_of) as whole
    from clean.capacity
    where unit = 'BED' and family <> 'TRANSIT'
    group by ops_day, as_of
)

select
    null::varchar as item,
    a.ops_day,
    a.as_of,
    (select o.city_code from ref.operation as o) as area_code,
    a.reported::double as reported,
    t.confirmed::double as confirmed
from arrived as a
inner join taken as t on a.ops_day = t.ops_day and a.as_of = t.as_of
where t.whole
