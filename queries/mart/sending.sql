-- One row per sender, feed and operating day: its files, their rows, and which way later files moved figures.
with spoke as (
    select
        load_id,
        feed,
        ops_day,
        list(distinct as_of) as told
    from meta.told
    group by load_id, feed, ops_day
)

select
    l.sender,
    s.feed,
    s.ops_day,
    count(*) as files,
    coalesce(len(list_distinct(flatten(list(s.told) filter (l.visible)))), 0) as slots,
    count(*) filter (where l.withdrawn) as withdrawn,
    sum(l.records) as records,
    sum(l.accepted) as accepted,
    sum(l.refused) as refused,
    sum(l.new_rows) as new_rows,
    sum(l.restated_rows) as restated_rows,
    count(*) filter (where l.restated_rows > 0) as corrections,
    sum(l.raised) as raised,
    sum(l.lowered) as lowered,
    median(l.change) as change,
    max(l.received_at) as last_at
from spoke as s
inner join meta.seen_loads as l on s.load_id = l.load_id
group by all
