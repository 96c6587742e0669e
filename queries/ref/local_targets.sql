-- One row per target of a place, zone or span of days, as known at known_at: those declared that no change takes the
-- place of, and the changes. Of one place and first day there is one without an end and one that ends.
select b.* replace (row_number() over (order by b.sort) as sort)
from ref.declared_local as b
where
    not exists (
        select 1
        from ref.changed_local as c
        where
            b.metric = c.metric and b.item = c.item and b.area = c.area and b.zone = c.zone
            and b.valid_from = c.valid_from and (b.valid_to is null) = (c.valid_to is null)
    )
union all by name
select
    c.* exclude (seq),
    1000000 + row_number() over (
        order by c.seq, c.metric, c.item, c.area, c.zone, c.valid_from, c.valid_to is null
    ) as sort
from ref.changed_local as c
