-- One row per area and slot: raised and resolved today out of those raised today up to the notice hour, in percent.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(resolved_same_day)::double as resolved,
        sum(raised_today)::double as raised
    from clean.issues
    where resolved_same_day is not null and raised_today is not null
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

due as (
    select
        s.*,
        -- where no such hour is declared, all that was raised that day is owed
        max(
            case when s.as_of <= coalesce(s.ops_day + to_minutes((n.target * 60)::integer), s.as_of) then s.raised end
        ) over (partition by s.ops_day, s.level, s.area_code order by s.as_of) as owed
    from summed as s
    left join in_force.rule as n on n.rule = 'notice' and s.ops_day >= n.valid_from and s.ops_day < n.valid_to
)

select
    null::varchar as item,
    ops_day,
    as_of,
    level,
    area_code,
    100 * least(resolved / nullif(coalesce(owed, raised), 0), 1) as value,
    resolved as numer,
    coalesce(owed, raised) as denom
from due
