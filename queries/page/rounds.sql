-- One row per round that stands at the last slot: its name, rule, own start and deadline, people due and sampled.
select
    r.round_id,
    d.zh,
    d.en,
    d.rule_zh,
    d.rule_en,
    r.as_of,
    r.starts_at,
    r.deadline_at,
    r.districts,
    r.due,
    r.sampled
from mart.rounds as r
inner join ref.rounds as d on r.round_id = d.round_id
where r.ops_day = $ops_day::date and r.as_of <= $moment::timestamp
qualify r.as_of = max(r.as_of) over ()
order by r.deadline_at, r.round_id
