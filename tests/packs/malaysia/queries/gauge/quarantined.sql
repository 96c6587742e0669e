-- One row per state, and the country where all of its states have told, and day: positives in quarantine centres.
select
    null::varchar as item,
    ops_day,
    ops_day + interval 24 hour as as_of,
    case when grouping(area_code) = 0 then 'district' else 'city' end as level,
    coalesce(area_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(people)::double as value,
    sum(people)::double as numer,
    null::double as denom
from clean.pkrc
group by grouping sets ((ops_day, area_code), (ops_day))
having
    grouping(area_code) = 0
    or count(*) = (
        select count(*) from ref.areas as a
        where a.level = 'district'
    )
