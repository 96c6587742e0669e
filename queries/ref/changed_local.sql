-- One row per target of a place, zone or span of days changed: of those known at known_at (unset: now), the last.
select
    t.metric,
    t.item,
    t.area,
    t.zone,
    t.valid_from,
    t.valid_to,
    t.target,
    t.amber,
    t.red,
    t.responsible_zh,
    t.responsible_en,
    t.source,
    t.withdrawn,
    t.seq
from meta.targets_local as t
where t.known_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
qualify row_number() over (
    partition by t.metric, t.item, t.area, t.zone, t.valid_from, t.valid_to is null
    order by t.seq desc
) = 1
