-- One row per official outcome, area and day: new infected people net of conversions, share found in the community.
-- The city is what was published for it; where only districts were, their sum.
with area as (
    select
        *,
        area_code = (select o.city_code from ref.operation as o) as is_city
    from clean.bulletin
),

summed as (
    select
        ops_day,
        'district' as level,
        area_code,
        new_positive,
        community_found
    from area
    where not is_city
    union all
    select
        ops_day,
        'city' as level,
        (select o.city_code from ref.operation as o) as area_code,
        coalesce(any_value(new_positive) filter (where is_city), sum(new_positive) filter (where not is_city))
            as new_positive,
        coalesce(any_value(community_found) filter (where is_city), sum(community_found) filter (where not is_city))
            as community_found
    from area
    group by ops_day
),

peaked as (
    select
        *,
        arg_max(ops_day, new_positive) over (
            partition by level, area_code order by ops_day rows between unbounded preceding and current row
        ) as peak_day
    from summed
)

select
    p.part.item,
    p.ops_day,
    p.ops_day + interval 24 hour as as_of,
    p.level,
    p.area_code,
    p.part.figure as value,
    p.part.numer,
    p.part.denom
from (
    select
        *,
        unnest([
            {
                'item': 'COMMUNITY_SHARE', 'figure': 100.0 * community_found / nullif(new_positive, 0),
                'numer': community_found::double, 'denom': new_positive::double
            },
            {'item': 'NEW_INFECTED', 'figure': new_positive::double, 'numer': new_positive::double, 'denom': null},
            {'item': 'DAYS_SINCE_PEAK', 'figure': (ops_day - peak_day)::double, 'numer': null, 'denom': null}
        ]) as part
    from peaked
) as p
