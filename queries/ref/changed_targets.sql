-- One row per target changed: of those known at known_at (unset: now), the ledger's last.
select
    t.metric,
    t.item,
    t.valid_from,
    t.target,
    t.amber,
    t.red,
    t.responsible_zh,
    t.responsible_en,
    t.source
from meta.targets as t
where t.known_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
qualify row_number() over (
    partition by t.metric, t.item, t.valid_from
    order by t.seq desc
) = 1
