-- One row per mark asked for: the latest load of the feed that is seen and was confirmed with it, by whom and when.
select
    c.mark,
    max(l.load_id) as load_id,
    arg_max(l.sender, l.load_id) as sender,
    arg_max(l.received_at, l.load_id) as received_at
from meta.confirmed as c
inner join meta.spans as s on c.load_id = s.load_id and s.seen_to is null
inner join meta.loads as l on c.load_id = l.load_id and l.feed = $feed
where list_contains($marks, c.mark)
group by c.mark
