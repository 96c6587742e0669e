-- One row per feed, slot and district told of: when it was first told, as seen at known_at (unset: now).
select
    t.feed,
    t.ops_day,
    t.as_of,
    t.district_code,
    min(l.received_at) as first_at,
    max(l.received_at) as last_at,
    count(*) as loads
from meta.told as t
inner join meta.seen_loads as l on t.load_id = l.load_id and l.visible
group by all
