-- One row with the load that a file replacing its whole feed takes the place of: the last line before it that was seen
-- at its moment; null where there is none.
select max(l.load_id) as load_id
from meta.loads as l
inner join meta.spans as s on l.load_id = s.load_id
inner join meta.loads as own on own.load_id = $load_id
where
    l.feed = $feed
    and l.load_id < $load_id
    and s.seen_from <= own.received_at
    and (s.seen_to is null or s.seen_to > own.received_at)
