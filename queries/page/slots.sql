-- One row per feed, district and slot of the day: whether it was told, in time, and of all its places.
with slot as (
    select
        o.feed,
        o.feed_sort,
        $ops_day::date + to_minutes(o.due_min) as slot_at,
        $ops_day::date + to_minutes(o.late_min) as late_at
    from mart.owed as o
),

-- who never speaks of a feed is not asked for it: its figures come for the whole city
speaks as (
    select distinct
        feed,
        area_code
    from mart.freshness
    where ops_day = $ops_day::date
),

found as (
    select
        s.*,
        a.code as area_code,
        a.sort as area_sort,
        f.reported,
        f.expected,
        v.first_at,
        v.loads,
        p.feed is not null as speaks
    from slot as s
    cross join ref.areas as a
    left join speaks as p on s.feed = p.feed and a.code = p.area_code
    left join mart.freshness as f
        on s.feed = f.feed and f.ops_day = $ops_day::date and s.slot_at = f.as_of and a.code = f.area_code
    left join mart.arrival as v
        on s.feed = v.feed and v.ops_day = $ops_day::date and s.slot_at = v.as_of and a.code = v.district_code
    where a.level = 'district'
)

select
    feed,
    area_code,
    slot_at,
    late_at,
    reported,
    expected,
    first_at,
    loads,
    speaks,
    case
        when reported > 0 and reported < expected then 'partial'
        when reported > 0 and first_at > late_at then 'late'
        when reported > 0 then 'on_time'
        when slot_at > $moment::timestamp then 'ahead'
        when late_at <= $moment::timestamp then 'missing'
        else 'awaited'
    end as state
from found
order by feed_sort, area_sort, slot_at
