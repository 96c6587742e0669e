-- One row per feed and area code that stands in a row and that the pack does not declare.
select
    'fault' as severity,
    c.feed || '.' || c.figure as subject,
    c.ops_day,
    null::timestamp as as_of,
    c.code as area_code,
    c.rows as told,
    0 as ought
from mart.coded as c
anti join ref.areas as a on c.code = a.code
where c.ops_day = $ops_day::date and c.vocab = ''
order by subject, area_code
