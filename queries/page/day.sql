-- One row per line, area (city, districts) and slot of the day so far: ledger, pace, staleness.
with level as (
    select coalesce(max(r.red), 1) as slots_late
    from in_force.rule as r
    where r.rule = 'staleness' and $ops_day::date >= r.valid_from and $ops_day::date < r.valid_to
),

shown as (
    select
        p.*,
        l.tier,
        l.sort as line_sort,
        case when p.level = 'city' then 0 else a.sort end as area_sort,
        p.as_of = max(p.as_of) over (partition by p.line, p.area_code) as is_latest,
        (
            select count(*)
            from mart.owed as o
            where
                o.feed = l.feed
                and $ops_day::date + to_minutes(o.due_min) > coalesce(p.told_at, p.as_of)
                and $ops_day::date + to_minutes(o.late_min) <= $moment::timestamp
        ) as slots_late
    from mart.pace_of_districts as p
    inner join ref.lines as l on p.line = l.id
    inner join ref.areas as a on p.area_code = a.code
    where
        p.ops_day = $ops_day::date
        and p.as_of <= $moment::timestamp
        and a.level in ('city', 'district')
)

select
    line,
    tier,
    line_sort,
    level,
    area_code,
    area_sort,
    ops_day,
    as_of,
    carry_in,
    new_due,
    done,
    cancelled,
    open,
    due,
    case when due > 0 then done / due end as rate,
    oldest_h,
    deadline_at,
    part,
    reported,
    expected,
    received_at,
    told_at,
    is_latest,
    slots_late,
    -- what was told after the deadline is the last word, however old
    slots_late > (select v.slots_late from level as v) and coalesce(told_at, as_of) < deadline_at as stale,
    to_do,
    rate_last,
    rate_done,
    rate_new,
    restated,
    hours_left,
    expected_new,
    rate_needed,
    pace_ratio,
    finish_at,
    late_h,
    overdue
from shown
order by line_sort, as_of, area_sort
