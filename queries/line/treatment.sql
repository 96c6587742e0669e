-- One row per district and slot: positives in care against those whose place fits their severity (the rest is open).
-- Moderate and worse belong in a hospital. Mild cases in a hospital cost a bed, not a life: they count as placed.
select
    null::varchar as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(n_asym + n_mild + n_moderate + n_severe + n_critical)::bigint as new_due,
    sum(
        n_asym + n_mild
        + case when family = 'HOSPITAL' then n_moderate + n_severe + n_critical else 0 end
    )::bigint as done,
    0 as cancelled,
    sum(case when family = 'HOSPITAL' then 0 else n_moderate + n_severe + n_critical end)::bigint as open,
    null::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.capacity
where
    n_asym is not null and n_mild is not null and n_moderate is not null and n_severe is not null
    and n_critical is not null
group by ops_day, as_of, district_code, area_code
