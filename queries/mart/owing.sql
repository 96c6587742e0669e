-- One row per line, area and slot: its ledger, what its target lets stay open, and until when what comes is owed.
with share as (
    -- a share of less than all, reached by the deadline, is enough (coverage of 99 %): the rest may stay open
    select
        t.metric,
        1 - t.target / 100 as stays,
        t.valid_from,
        coalesce(lead(t.valid_from) over (partition by t.metric order by t.valid_from), 'infinity'::date) as valid_to
    from ref.targets as t
    where t.direction = 'clock' and t.unit = 'percent' and t.item = '' and t.scope = 'city'
)

select
    c.*,
    -- where no such hour is declared, all that comes by the deadline is owed by it
    coalesce(c.ops_day + to_minutes((n.target * 60)::integer), c.deadline_at) as notice_until,
    -- a place held to a share of its own lets another one stay; one held to none lets nothing
    floor(
        greatest(
            case
                when s.metric is null then 0
                when h.metric is null then s.stays
                else coalesce(1 - h.target / 100, 0)
            end,
            0
        ) * c.due + 1e-9
    )::bigint as may_stay,
    -- who has not spoken at a slot has no pace there: the hour is that of the last report
    date_diff('minute', c.ops_day::timestamp, coalesce(c.told_at, c.as_of)) / 60.0 as hour,
    -- a day's count is 0 at midnight; a round's runs on from a figure that is not this day's
    case when c.in_round then null else 0 end as at_midnight
from mart.clearance as c
inner join ref.lines as l on c.part = l.id
left join in_force.rule as n on n.rule = 'notice' and c.ops_day >= n.valid_from and c.ops_day < n.valid_to
left join share as s on l.metric = s.metric and c.ops_day >= s.valid_from and c.ops_day < s.valid_to
left join ref.targets_here as h
    on
        l.metric = h.metric and h.item = '' and c.area_code = h.area
        and c.ops_day >= h.valid_from and c.ops_day <= h.valid_to
