-- One row per line, area and slot: its ledger, its pace, and the pace that its deadline needs.
-- A city finishes with its last district: what one of them lacks, another's spare hands do not make up.
with timed as (
    select
        *,
        greatest(open - may_stay, 0) as to_do,
        date_diff('minute', as_of, deadline_at) / 60.0 as hours_left,
        coalesce(rate_new, 0)
        * greatest(date_diff('minute', as_of, least(notice_until, deadline_at)) / 60.0, 0) as expected_new
    from mart.rate
),

own as (
    select
        * exclude (notice_until, owed_today, may_stay),
        case when hours_left > 0 then (to_do + expected_new) / hours_left end as rate_needed,
        case
            when to_do = 0 then as_of
            when rate_done > 0
                then as_of + to_seconds(round(least((to_do + expected_new) / rate_done, 2400) * 3600)::bigint)
        end as finish_at,
        -- left at the deadline: strictly all that is open, by rule all but what was notified after the notice hour
        case
            when hours_left > 0 then null
            when in_round or deadline_at <= notice_until then to_do
            else greatest(to_do - greatest(new_due - coalesce(owed_today, new_due), 0), 0)
        end::bigint as overdue
    from timed
),

paced as (
    select
        *,
        case when to_do > 0 and rate_done > 0 then rate_needed / rate_done end as pace_ratio,
        case when to_do > 0 then greatest(rate_needed - rate_done, 0) else 0 end as lacks
    from own
),

districts as (
    select
        line,
        ops_day,
        as_of,
        sum(to_do)::bigint as to_do,
        sum(overdue)::bigint as overdue,
        -- rounded: in which order districts are summed must not show
        round(sum(lacks), 9) as lacks,
        -- where nothing moves, no pace is enough
        max(case when to_do > 0 and rate_done = 0 then 'infinity'::double else pace_ratio end) as pace_ratio,
        max(finish_at) as finish_at,
        count(*) filter (where finish_at is null) as endless
    from paced
    where level = 'district'
    group by line, ops_day, as_of
),

whole as (
    select
        p.* exclude (lacks, to_do, overdue, pace_ratio, finish_at, rate_needed),
        d.line is not null as by_district,
        coalesce(d.to_do, p.to_do) as to_do,
        coalesce(d.overdue, p.overdue) as overdue,
        case when d.line is null then p.pace_ratio else d.pace_ratio end as pace_ratio,
        case when d.line is null then p.finish_at when d.endless = 0 then d.finish_at end as finish_at,
        case
            when p.hours_left <= 0 then null
            when d.lacks > 0 then p.rate_done + d.lacks
            when d.lacks = 0 then least(p.rate_needed, p.rate_done)
            else p.rate_needed
        end as rate_needed
    from paced as p
    -- a condition on one side alone would make this join run over every pair of rows
    left join districts as d
        on case when p.level = 'city' then p.part end = d.line and p.ops_day = d.ops_day and p.as_of = d.as_of
)

select
    * exclude (by_district),
    date_diff('minute', deadline_at, finish_at) / 60.0 as late_h
from whole
