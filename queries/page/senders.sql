-- One row per sender and feed: what came of this day, how much was refused, and how corrections moved figures.
select
    s.sender,
    s.feed,
    s.files,
    s.slots,
    s.withdrawn,
    s.records,
    s.accepted,
    s.refused,
    s.refused / nullif(s.records, 0) as refused_share,
    s.corrections,
    s.restated_rows,
    s.raised,
    s.lowered,
    s.change,
    s.last_at
from mart.sending as s
inner join ref.feeds as f on s.feed = f.id
where s.ops_day = $ops_day::date
order by f.sort, s.sender
