-- One row per rule of the operation and span of days: the target that holds it. `notice`: the hour (target) after which
-- what is notified is owed the next morning; `staleness`: how many reports may be missing (red) before none is judged.
with named as (
    select
        unnest([
            {'rule': 'notice', 'metric': notice_target},
            {'rule': 'staleness', 'metric': staleness_target}
        ], recursive := true)
    from ref.operation
)

select
    n.rule,
    t.target,
    t.red,
    t.valid_from,
    coalesce(lead(t.valid_from) over (partition by n.rule order by t.valid_from), 'infinity'::date) as valid_to
from named as n
inner join ref.targets as t on n.metric = t.metric
