-- One row per load received by known_at (unset: now), whether it is seen then, and whether it was and is so no more.
with known as (
    select coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) as moment
),

seen as (
    select
        s.load_id,
        coalesce(bool_or(s.seen_to is null or s.seen_to > k.moment), false) as visible
    from meta.spans as s
    inner join known as k on s.seen_from <= k.moment
    where s.seen_to is null or s.seen_to > s.seen_from -- one that waited was seen for no time at all
    group by s.load_id
)

select
    l.*,
    m.raised,
    m.lowered,
    m.change,
    coalesce(s.visible, false) as visible,
    coalesce(not s.visible, false) as withdrawn
from meta.loads as l
inner join known as k on l.received_at <= k.moment
left join seen as s on l.load_id = s.load_id
left join meta.moved as m on l.load_id = m.load_id
