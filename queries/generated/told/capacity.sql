-- One row per row of capacity ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.capacity where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.site_id is not distinct from r.site_id and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (planned_units is not null) as planned_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (started_units is not null) as started_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (handed_units is not null) as handed_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (staffed_units is not null) as staffed_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (open_units is not null) as open_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (opening_occupied is not null) as opening_occupied, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (in_today is not null) as in_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (out_today is not null) as out_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (occupied_units is not null) as occupied_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (reserved_units is not null) as reserved_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (blocked_units is not null) as blocked_units, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (people_in is not null) as people_in, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (n_asym is not null) as n_asym, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (n_mild is not null) as n_mild, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (n_moderate is not null) as n_moderate, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (n_severe is not null) as n_severe, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (n_critical is not null) as n_critical, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (med_required is not null) as med_required, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (med_present is not null) as med_present, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (service_required is not null) as service_required, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (service_present is not null) as service_present, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (open_next_24h is not null) as open_next_24h
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
