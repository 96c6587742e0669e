-- One row per feed and district: the last slot it told of, how much of it, and how many slots are owed since.
with slot as (
    select $ops_day::date + to_hours(unnest(o.slots)) as slot_at
    from ref.operation as o
),

last_told as (
    select feed, area_code, max_by(struct_pack(as_of, reported, expected, received_at), as_of) as told
    from mart.freshness
    where ops_day = $ops_day::date and as_of <= $moment::timestamp
    group by feed, area_code
),

due as (
    select f.id as feed, f.sort as feed_sort, a.code as area_code, a.sort as area_sort
    from ref.feeds as f
    cross join ref.areas as a
    where
        a.level = 'district'
        and not f.snapshot
        and f.id in (select distinct m.feed from mart.freshness as m)
        and f.cadence_min < 1440
)

select
    d.feed,
    d.area_code,
    d.area_sort,
    t.told.as_of as as_of,
    (select max(s.slot_at) from slot as s where s.slot_at <= $moment::timestamp) as expected_as_of,
    (
        select count(*)
        from slot as s
        where s.slot_at <= $moment::timestamp and (t.told.as_of is null or s.slot_at > t.told.as_of)
    ) as slots_late,
    date_diff('minute', t.told.as_of, $moment::timestamp) as age_min,
    t.told.received_at as received_at,
    coalesce(t.told.reported, 0) as reported,
    coalesce(t.told.expected, 0) as expected
from due as d
left join last_told as t on d.feed = t.feed and d.area_code = t.area_code
order by d.feed_sort, d.area_sort
