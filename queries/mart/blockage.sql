-- One row per issue type, priority, level that holds it, area (city, district) and slot: what is open, by age.
select
    issue_type,
    priority,
    level as held_by,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(coalesce(open_now, carry_in + raised_today - resolved_today - coalesce(merged_today, 0)))::bigint as open,
    sum(open_0_4h)::bigint as open_0_4h,
    sum(open_4_12h)::bigint as open_4_12h,
    sum(open_12_24h)::bigint as open_12_24h,
    sum(open_24h_plus)::bigint as open_24h_plus,
    max(oldest_open_h) filter (where open_now > 0)::double as oldest_h,
    sum(escalated_today)::bigint as escalated
from clean.issues
group by
    grouping sets (
        (issue_type, priority, held_by, ops_day, as_of, district_code), (issue_type, priority, held_by, ops_day, as_of)
    )
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
