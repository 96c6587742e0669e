-- One row per day from the first to the last, and area (city, districts): the official outcome, and its sum since then.
select
    o.ops_day,
    o.level,
    o.area_code,
    o.source,
    o.confirmed,
    o.asymptomatic,
    o.conversions,
    o.conversions_unknown,
    o.net_new,
    o.community_found,
    100.0 * o.community_found / nullif(o.net_new, 0) as community_share,
    o.in_quarantine,
    o.deaths,
    o.discharged,
    o.in_hospital,
    o.severe,
    o.critical,
    o.net_7d,
    (sum(o.confirmed) over so_far)::bigint as confirmed_sum,
    (sum(o.asymptomatic) over so_far)::bigint as asymptomatic_sum,
    (sum(o.conversions) over so_far)::bigint as conversions_sum,
    (sum(o.net_new) over so_far)::bigint as net_sum,
    o.reported,
    o.expected,
    o.received_at
from mart.outcome as o
inner join ref.areas as a on o.area_code = a.code
where o.ops_day between $first_day::date and $last_day::date
window so_far as (partition by o.area_code order by o.ops_day)
order by o.ops_day, a.sort
