-- One row per area and slot: residents for each worker on any duty. One worker may cover five buildings: see the lines.
select
    null::varchar as item,
    ops_day,
    as_of,
    level,
    area_code,
    any_value(denom) / nullif(sum(numer), 0) as value,
    any_value(denom) as numer,
    sum(numer) as denom
from gauge.duty_workers
group by ops_day, as_of, level, area_code
