-- One row per round, subdistrict, method and slot, as it stands there, with the round's own clock.
-- Counts marked R run on through midnight: they belong to the round, not to the day. Of two rounds in a district the
-- newer one speaks: what was told of the older is carried no further.
select
    s.*,
    r.starts_at,
    r.deadline_at,
    case s.method when 'AG' then 'AG' else 'PCR' end as family,
    case s.method when 'PCR_20' then 20 when 'PCR_10' then 10 when 'PCR_5' then 5 when 'PCR_1' then 1 end as pool
from in_force.screening as s
inner join ref.rounds as r on s.round_id = r.round_id
qualify r.starts_at = max(r.starts_at) over (partition by s.ops_day, s.as_of, s.district_code)
