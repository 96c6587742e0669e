-- One row per stock, region and day: people in home isolation, people in intensive care.
select
    s.part.item,
    s.ops_day,
    s.ops_day + interval 24 hour as as_of,
    'district' as level,
    s.area_code,
    s.part.people::double as value,
    s.part.people::double as numer,
    null::double as denom
from (
    select
        ops_day,
        area_code,
        unnest([
            {'item': 'HOME', 'people': home_isolation},
            {'item': 'INTENSIVE', 'people': in_intensive_care}
        ]) as part
    from clean.regions
) as s
