-- One row per day and area (city, districts): the official outcome, net of conversions, with the line of seven days.
select
    ops_day,
    level,
    area_code,
    source,
    confirmed,
    asymptomatic,
    conversions,
    conversions_unknown,
    new_positive as net_new,
    community_found,
    in_quarantine,
    deaths,
    discharged,
    in_hospital,
    severe,
    critical,
    -- of seven days that follow one another; with a day missing there is no such mean
    case when count(new_positive) over week = 7 then avg(new_positive) over week end as net_7d,
    reported,
    expected,
    received_at
from clean.bulletin
window week as (
    partition by area_code order by ops_day range between interval 6 days preceding and current row
)
