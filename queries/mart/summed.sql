-- One row per line, area (city, district) and slot: the ledger summed over the leaf areas in force there.
with city as (
    select o.city_code from ref.operation as o
),

district as (
    select
        line,
        ops_day,
        as_of,
        district_code,
        sum(carry_in)::bigint as carry_in,
        sum(new_due)::bigint as new_due,
        sum(done)::bigint as done,
        sum(cancelled)::bigint as cancelled,
        sum(open)::bigint as open,
        max(oldest_h) as oldest_h,
        max(deadline_at) as round_deadline_at,
        max(received_at) as received_at,
        max(told_at) as told_at,
        count(*) filter (where told_at = as_of) as reported
    from mart.ledger
    group by line, ops_day, as_of, district_code
),

summed as (
    select
        line,
        ops_day,
        as_of,
        'city' as level,
        (select c.city_code from city as c) as area_code,
        null as district_code,
        sum(carry_in)::bigint as carry_in,
        sum(new_due)::bigint as new_due,
        sum(done)::bigint as done,
        sum(cancelled)::bigint as cancelled,
        sum(open)::bigint as open,
        max(oldest_h) as oldest_h,
        max(round_deadline_at) as round_deadline_at,
        max(received_at) as received_at,
        max(told_at) as told_at,
        sum(reported)::bigint as reported
    from district
    group by line, ops_day, as_of
    union all by name
    select
        *,
        'district' as level,
        district_code as area_code
    from district
    where district_code <> (select c.city_code from city as c)
)

select
    s.*,
    o.expected
from summed as s
inner join mart.expected as o
    on s.line = o.line and s.ops_day = o.ops_day and s.district_code is not distinct from o.district_code
