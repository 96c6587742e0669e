-- One row per line of work, area and slot: what was checked of what is reported done, and what was found so.
select
    l.id as item,
    r.ops_day,
    r.as_of,
    r.district_code as area_code,
    r.checked::double as reported,
    r.confirmed::double as confirmed
from clean.rechecks as r
inner join ref.lines as l on r.line in (l.id, l.item)
where r.checked is not null and r.confirmed is not null
