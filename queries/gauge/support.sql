-- One row per measure of support teams, area and moment: ready is the shortest leg of each team, summed; legs apart.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(headcount)::double as heads,
        sum(ready_people)::double as ready,
        sum(assigned_people)::double as assigned,
        sum(lodging_ok)::double as lodging,
        sum(meals_ok)::double as meals,
        sum(transport_ok)::double as transport,
        sum(ppe_ok)::double as ppe,
        sum(tested_today)::double as tested,
        count(*) filter (where liaison_named)::double as liaison,
        count(*)::double as teams
    from clean.support
    where headcount > 0
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    s.part.item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    s.part.figure as value,
    s.part.numer,
    s.part.denom
from (
    select
        *,
        unnest([
            {'item': 'READY', 'figure': 100 * ready / heads, 'numer': ready, 'denom': heads},
            {'item': 'ASSIGNED', 'figure': 100 * assigned / heads, 'numer': assigned, 'denom': heads},
            {'item': 'LODGING', 'figure': 100 * lodging / heads, 'numer': lodging, 'denom': heads},
            {'item': 'MEALS', 'figure': 100 * meals / heads, 'numer': meals, 'denom': heads},
            {'item': 'TRANSPORT', 'figure': 100 * transport / heads, 'numer': transport, 'denom': heads},
            {'item': 'PPE', 'figure': 100 * ppe / heads, 'numer': ppe, 'denom': heads},
            {'item': 'TESTED', 'figure': 100 * tested / heads, 'numer': tested, 'denom': heads},
            {'item': 'LIAISON', 'figure': 100 * liaison / teams, 'numer': liaison, 'denom': teams},
            {'item': 'HEADCOUNT', 'figure': heads, 'numer': heads, 'denom': null},
            {'item': 'IDLE', 'figure': heads - assigned, 'numer': heads - assigned, 'denom': heads}
        ]) as part
    from summed
) as s
