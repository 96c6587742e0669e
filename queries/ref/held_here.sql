-- One row per target, area and day of ref.days_here: which target of its own holds from that day on (`held`; none: the
-- whole operation's) and the next such day. Nearest first: the place, the district around it, its zone, the whole; of
-- one place what holds for certain days, then what began last; what is withdrawn holds nothing.
with in_zone as (
    select
        p.area,
        p.first_day,
        z.zone
    from (select distinct
        h.area,
        h.parent,
        h.first_day
    from ref.days_here as h) as p
    inner join ref.zones as z
        on
            p.first_day >= z.valid_from
            and z.area = case when p.area in (select area from ref.zones) then p.area else p.parent end
    qualify row_number() over (partition by p.area, p.first_day order by z.valid_from desc, z.sort asc) = 1
),

near as (
    select
        p.metric,
        p.item,
        p.area,
        p.first_day,
        t.sort,
        t.withdrawn,
        t.valid_from,
        t.valid_to is not null as ends,
        case
            when t.area = p.area then 4
            when t.area <> '' and t.area = p.parent and t.area <> p.whole then 3
            when t.zone <> '' and t.zone = z.zone then 2
            when t.area = p.whole then 1
        end as nearness
    from ref.days_here as p
    inner join ref.local_targets as t
        on
            p.metric = t.metric and p.item = t.item
            and p.first_day >= t.valid_from and (t.valid_to is null or p.first_day <= t.valid_to)
    left join in_zone as z on p.area = z.area and p.first_day = z.first_day
),

last_of_each as (
    select * from near
    where nearness is not null
    qualify row_number() over (
        partition by metric, item, area, first_day, nearness, ends order by valid_from desc, sort desc
    ) = 1
),

nearest as (
    select * from last_of_each
    where not withdrawn
    qualify row_number() over (partition by metric, item, area, first_day order by nearness desc, ends desc) = 1
)

select
    p.metric,
    p.item,
    p.area,
    p.first_day,
    p.next_day,
    n.sort as held
from ref.days_here as p
left join nearest as n
    on p.metric = n.metric and p.item = n.item and p.area = n.area and p.first_day = n.first_day
