-- One row per mission of support teams, area (city, district) and moment: people, and how many have each thing.
-- Ready is the shortest leg of each team, summed.
select
    mission,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    count(*) as teams,
    sum(headcount)::bigint as headcount,
    sum(assigned_people)::bigint as assigned,
    sum(lodging_ok)::bigint as lodging,
    sum(meals_ok)::bigint as meals,
    sum(transport_ok)::bigint as transport,
    sum(ppe_ok)::bigint as ppe,
    sum(ready_people)::bigint as ready
from clean.support
where headcount > 0
group by grouping sets ((mission, ops_day, as_of, district_code), (mission, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
