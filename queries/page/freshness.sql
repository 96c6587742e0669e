-- One row per feed and area (city, districts): the last slot it told of, how much of it, and how many it owes since.
with feed as (
    select f.*
    from ref.feeds as f
    where f.id in (select o.feed from mart.owed as o)
),

-- from so many slots late on, what the feed tells is not judged (as page/day)
level as (
    select coalesce(max(r.red), 1) as slots_late
    from in_force.rule as r
    where r.rule = 'staleness' and $ops_day::date >= r.valid_from and $ops_day::date < r.valid_to
),

slot as (
    select
        o.feed,
        $ops_day::date + to_minutes(o.due_min) as slot_at,
        $ops_day::date + to_minutes(o.late_min) as late_at
    from mart.owed as o
),

last_told as (
    select
        feed,
        area_code,
        max_by(struct_pack(as_of, reported, expected, received_at), as_of) as told
    from mart.freshness
    where ops_day = $ops_day::date and as_of <= $moment::timestamp
    group by feed, area_code
)

select
    f.id as feed,
    a.code as area_code,
    case when a.level = 'city' then 0 else a.sort end as area_sort,
    t.told.as_of,
    (
        select max(s.slot_at) from slot as s
        where s.feed = f.id and s.slot_at <= $moment::timestamp
    ) as expected_as_of,
    (
        select count(*)
        from slot as s
        where
            s.feed = f.id and s.late_at <= $moment::timestamp
            and (t.told.as_of is null or s.slot_at > t.told.as_of)
    ) as slots_late,
    (
        select min(s.slot_at) from slot as s
        where s.feed = f.id and (t.told.as_of is null or s.slot_at > t.told.as_of)
    ) as next_as_of,
    f.cadence_min,
    (select floor(v.slots_late)::integer + 1 from level as v) as silent_from,
    date_diff('minute', t.told.as_of, $moment::timestamp) as age_min,
    t.told.received_at,
    coalesce(t.told.reported, 0) as reported,
    coalesce(t.told.expected, 0) as expected
from feed as f
cross join ref.areas as a
left join last_told as t on f.id = t.feed and a.code = t.area_code
where a.level in ('city', 'district')
order by f.sort, area_sort
