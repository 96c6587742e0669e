-- One row with the load of these very bytes (and sheet of a workbook) that is visible or waits; null where none is.
select max(l.load_id) as load_id
from meta.loads as l
inner join meta.spans as s on l.load_id = s.load_id
left join meta.waiting as w on l.load_id = w.seq
where
    (s.seen_to is null or w.state = 'waits')
    and l.feed = $feed
    and l.sha256 = $sha256
    and l.sheet is not distinct from $sheet
