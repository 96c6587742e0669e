-- One row per visible load received on the day that told otherwise, or no more, what had been told before.
select distinct
    'look' as severity,
    l.feed || ' ' || l.load_id || ' ' || l.file_name as subject,
    $ops_day::date as ops_day,
    l.received_at as as_of,
    null::varchar as area_code,
    l.restated_rows + l.withdrawn_rows + l.renamed_rows as told,
    0 as ought
from meta.loads as l
inner join meta.spans as s on l.load_id = s.load_id
where
    s.seen_to is null
    and l.restated_rows + l.withdrawn_rows + l.renamed_rows > 0
    and l.received_at >= $ops_day::date
order by subject
