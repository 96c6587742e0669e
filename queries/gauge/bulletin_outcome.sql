-- One row per official outcome, area and day: new infected people net of conversions, share found in the community.
with peaked as (
    select
        *,
        arg_max(ops_day, new_positive) over (
            partition by level, area_code order by ops_day rows between unbounded preceding and current row
        ) as peak_day
    from clean.bulletin
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
