-- One row per feed, operating day, district (and the city) and slot: how many of its leaf areas spoke at this slot.
with told as (
    select 'screening' as feed, ops_day, as_of, district_code, area_code, received_at from clean.screening
    union all
    select 'transfer', ops_day, as_of, district_code, area_code, received_at from clean.transfer
    union all
    select 'capacity', ops_day, as_of, district_code, site_id, received_at from clean.capacity
    union all
    select 'supply', ops_day, as_of, district_code, area_code, received_at from clean.supply
    union all
    select 'tasks', ops_day, as_of, district_code, area_code, received_at from clean.tasks
    union all
    select 'issues', ops_day, as_of, district_code, area_code, received_at from clean.issues
    union all
    select 'support', ops_day, as_of, district_code, team_id, received_at from clean.support
),

expected as (
    select feed, ops_day, district_code, count(distinct area_code) as expected
    from told
    group by feed, ops_day, district_code
)

select
    t.feed,
    t.ops_day,
    t.as_of,
    t.district_code as area_code,
    count(distinct t.area_code) as reported,
    any_value(e.expected) as expected,
    max(t.received_at) as received_at
from told as t
inner join expected as e on t.feed = e.feed and t.ops_day = e.ops_day and t.district_code = e.district_code
group by t.feed, t.ops_day, t.as_of, t.district_code
