-- One row per key of capacity as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.site_id, t.as_of, max(t.load_id) as load_id
    from raw.capacity as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    arg_max(r.district_code, r.load_id) as district_code,
    r.site_id,
    arg_max(r.site_name, r.load_id) as site_name,
    arg_max(r.site_type, r.load_id) as site_type,
    arg_max(r.scope, r.load_id) as scope,
    arg_max(r.unit, r.load_id) as unit,
    arg_max(r.planned_units, r.load_id) as planned_units,
    arg_max(r.started_units, r.load_id) as started_units,
    arg_max(r.handed_units, r.load_id) as handed_units,
    arg_max(r.staffed_units, r.load_id) as staffed_units,
    arg_max(r.open_units, r.load_id) as open_units,
    arg_max(r.opening_occupied, r.load_id) as opening_occupied,
    arg_max(r.in_today, r.load_id) as in_today,
    arg_max(r.out_today, r.load_id) as out_today,
    arg_max(r.occupied_units, r.load_id) as occupied_units,
    arg_max(r.reserved_units, r.load_id) as reserved_units,
    arg_max(r.blocked_units, r.load_id) as blocked_units,
    arg_max(r.people_in, r.load_id) as people_in,
    arg_max(r.n_asym, r.load_id) as n_asym,
    arg_max(r.n_mild, r.load_id) as n_mild,
    arg_max(r.n_moderate, r.load_id) as n_moderate,
    arg_max(r.n_severe, r.load_id) as n_severe,
    arg_max(r.n_critical, r.load_id) as n_critical,
    arg_max(r.med_required, r.load_id) as med_required,
    arg_max(r.med_present, r.load_id) as med_present,
    arg_max(r.service_required, r.load_id) as service_required,
    arg_max(r.service_present, r.load_id) as service_present,
    arg_max(r.open_next_24h, r.load_id) as open_next_24h,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.capacity as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.site_id is not distinct from f.site_id
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.site_id, r.as_of
