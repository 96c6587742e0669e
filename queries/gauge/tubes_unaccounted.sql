-- One row per area and slot: tubes sampled four hours ago or earlier that have not been delivered yet.
with leaf as (
    select
        *,
        coalesce(
            max(sampled_tubes) over (
                partition by round_id, method, area_code
                order by as_of
                range between unbounded preceding and interval 4 hours preceding
            ),
            0
        ) as ripe
    from clean.screening
    where sampled_tubes is not null and delivered_tubes is not null
)

select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(greatest(ripe - delivered_tubes, 0))::double as value,
    sum(greatest(ripe - delivered_tubes, 0))::double as numer,
    sum(ripe)::double as denom
from leaf
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
