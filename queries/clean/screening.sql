-- One row per round, subdistrict, method and slot, with the round's own clock; a control total only where it stands alone.
-- Counts marked R run on through midnight: they belong to the round, not to the day.
select
    s.*,
    r.starts_at,
    r.deadline_at,
    case s.method when 'AG' then 'AG' else 'PCR' end as family,
    case s.method when 'PCR_20' then 20 when 'PCR_10' then 10 when 'PCR_5' then 5 when 'PCR_1' then 1 end as pool
from known.screening as s
inner join ref.rounds as r on s.round_id = r.round_id
qualify
    case
        when s.area_code = (select o.city_code from ref.operation as o)
            then count(*) over (partition by s.ops_day, s.as_of, s.round_id, s.method) = 1
        when s.area_code = s.district_code
            then count(*) over (partition by s.ops_day, s.as_of, s.round_id, s.method, s.district_code) = 1
        else true
    end
