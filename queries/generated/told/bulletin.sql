-- One row per row of bulletin ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.bulletin where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.district_code is not distinct from r.district_code and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (confirmed_new is not null) as confirmed_new, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (asymptomatic_new is not null) as asymptomatic_new, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (asym_to_confirmed is not null) as asym_to_confirmed, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (confirmed_in_quarantine is not null) as confirmed_in_quarantine, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (asymptomatic_in_quarantine is not null) as asymptomatic_in_quarantine, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (confirmed_in_community is not null) as confirmed_in_community, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (asymptomatic_in_community is not null) as asymptomatic_in_community, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (deaths_new is not null) as deaths_new, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (discharged_new is not null) as discharged_new, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (in_hospital_now is not null) as in_hospital_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (discharged_cum is not null) as discharged_cum, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (severe_now is not null) as severe_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (critical_now is not null) as critical_now
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
