-- One row per line of work, area and slot: what was checked of what is reported done, and what was found so.
select
    line as item,
    ops_day,
    as_of,
    district_code as area_code,
    checked::double as reported,
    confirmed::double as confirmed
from clean.rechecks
where checked is not null and confirmed is not null
