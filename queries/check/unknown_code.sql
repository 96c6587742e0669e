-- One row per feed and code that stands in a column with a vocabulary and is not in it.
select
    'fault' as severity,
    c.feed || '.' || c.figure || ' ' || c.code as subject,
    c.ops_day,
    null::timestamp as as_of,
    null::varchar as area_code,
    c.rows as told,
    0 as ought
from mart.coded as c
anti join ref.vocab as v on c.vocab = v.vocab and c.code = v.code
where c.ops_day = $ops_day::date and c.vocab <> ''
order by subject
