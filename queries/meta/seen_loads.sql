-- One row per load received by known_at (unset: now), and whether it is seen then.
select
    l.*,
    m.raised,
    m.lowered,
    m.change,
    l.load_id in (
        select s.load_id
        from meta.spans as s
        where
            s.seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
            and (
                s.seen_to is null
                or s.seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
            )
    ) as visible
from meta.loads as l
left join meta.moved as m on l.load_id = m.load_id
where l.received_at <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
