-- One row per moment at which a load appears or vanishes, or a target changes, with what it is of and what names it.
with seen as (
    select
        s.seen_from,
        s.seen_to,
        l.feed,
        l.load_id || ' ' || l.sha256 || ' ' || l.received_at as mark
    from meta.spans as s
    inner join meta.loads as l on s.load_id = l.load_id
)

select
    seen_from as moment,
    feed,
    mark
from seen
union all
select
    seen_to,
    feed,
    mark
from seen
where seen_to is not null
union all
select
    t.known_from,
    'target' as feed,
    'target ' || t::varchar as mark
from meta.targets as t
order by moment
