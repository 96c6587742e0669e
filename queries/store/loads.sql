-- One row per load received by $known_at: whether it was to be seen then, and when it was last taken back before.
select
    l.*,
    bool_or(s.seen_from <= $known_at and (s.seen_to is null or s.seen_to > $known_at)) as visible,
    max(s.seen_to) filter (where s.seen_to <= $known_at) as withdrawn_at,
    any_value(w.state) as approval
from meta.loads as l
inner join meta.spans as s on l.load_id = s.load_id
left join meta.waiting as w on l.load_id = w.seq
where l.received_at <= $known_at
group by all
order by l.load_id
