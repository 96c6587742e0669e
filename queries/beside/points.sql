-- One row per district and slot: goods its stores had sent out four hours before (it takes three to get there), and
-- what its subdistricts received by the slot; of the goods that subdistricts report.
with tier as (
    select
        ops_day,
        as_of,
        district_code,
        category,
        sum(delivered_today) filter (where tier = 'T2_DISTRICT')::double as sent,
        sum(inbound_today) filter (where tier = 'T3_SUBDISTRICT')::double as received
    from clean.supply
    where tier in ('T2_DISTRICT', 'T3_SUBDISTRICT') and told_at = as_of
    group by ops_day, as_of, district_code, category
),

before as (
    select
        *,
        last_value(sent) over (
            partition by ops_day, district_code, category order by as_of
            range between unbounded preceding and interval 4 hours preceding
        ) as sent_before
    from tier
)

select
    null::varchar as item,
    ops_day,
    as_of,
    district_code as area_code,
    sum(sent_before) as reported,
    sum(received) as confirmed
from before
where sent_before is not null and received is not null
group by ops_day, as_of, district_code
