-- One row per target and the date it holds from, as known at known_at: those declared that no change takes the place
-- of, and the changes, described as their metric is.
with described as (
    select *
    from ref.declared_targets
    qualify row_number() over (partition by metric, item order by valid_from) = 1
)

select b.*
from ref.declared_targets as b
where
    not exists (
        select 1
        from ref.changed_targets as c
        where b.metric = c.metric and b.item = c.item and b.valid_from = c.valid_from
    )
union all by name
select
    b.* replace (
        c.valid_from as valid_from,
        c.target as target,
        c.amber as amber,
        c.red as red,
        c.responsible_zh as responsible_zh,
        c.responsible_en as responsible_en,
        c.source as source
    )
from ref.changed_targets as c
inner join described as b on c.metric = b.metric and c.item = b.item
