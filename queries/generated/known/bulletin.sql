-- One row per key of bulletin as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, max(t.load_id) as load_id
    from raw.bulletin as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.district_code,
    arg_max(r.confirmed_new, r.load_id) as confirmed_new,
    arg_max(r.asymptomatic_new, r.load_id) as asymptomatic_new,
    arg_max(r.asym_to_confirmed, r.load_id) as asym_to_confirmed,
    arg_max(r.confirmed_in_quarantine, r.load_id) as confirmed_in_quarantine,
    arg_max(r.asymptomatic_in_quarantine, r.load_id) as asymptomatic_in_quarantine,
    arg_max(r.confirmed_in_community, r.load_id) as confirmed_in_community,
    arg_max(r.asymptomatic_in_community, r.load_id) as asymptomatic_in_community,
    arg_max(r.deaths_new, r.load_id) as deaths_new,
    arg_max(r.discharged_new, r.load_id) as discharged_new,
    arg_max(r.in_hospital_now, r.load_id) as in_hospital_now,
    arg_max(r.discharged_cum, r.load_id) as discharged_cum,
    arg_max(r.severe_now, r.load_id) as severe_now,
    arg_max(r.critical_now, r.load_id) as critical_now,
    arg_max(r.split_available, r.load_id) as split_available,
    arg_max(r.checked, r.load_id) as checked,
    arg_max(r.source_url, r.load_id) as source_url,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.bulletin as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code
