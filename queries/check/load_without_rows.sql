-- One row per visible load received on the day that brought no row at all.
select distinct
    'look' as severity,
    l.feed || ' ' || l.load_id || ' ' || l.file_name as subject,
    $ops_day::date as ops_day,
    l.received_at as as_of,
    null::varchar as area_code,
    l.accepted as told,
    1 as ought
from meta.loads as l
inner join meta.spans as s on l.load_id = s.load_id
where s.seen_to is null and l.accepted = 0 and l.received_at >= $ops_day::date
order by subject
