-- One row per day and area (city, districts), 0-24 h, as published. The city is what was published for it, and where
-- only districts were, their sum: `source` says which, and one row never mixes the two.
with told as (
    select
        ops_day,
        area_code,
        area_code = (select o.city_code from ref.operation as o) as is_city,
        confirmed_new as confirmed,
        asymptomatic_new as asymptomatic,
        asym_to_confirmed as conversions,
        confirmed_in_quarantine + asymptomatic_in_quarantine as in_quarantine,
        confirmed_in_community + asymptomatic_in_community as community_found,
        deaths_new as deaths,
        discharged_new as discharged,
        in_hospital_now as in_hospital,
        severe_now as severe,
        critical_now as critical,
        received_at
    from known.bulletin
),

summed as (
    select
        ops_day,
        (select o.city_code from ref.operation as o) as area_code,
        'DISTRICTS' as source,
        sum(conversions)::bigint as conversions,
        count(*) filter (where conversions is null) as conversions_unknown,
        -- a whole needs all of its parts: where one is blank, so is their sum
        case when count(confirmed) = count(*) then sum(confirmed)::bigint end as confirmed,
        case when count(asymptomatic) = count(*) then sum(asymptomatic)::bigint end as asymptomatic,
        case when count(in_quarantine) = count(*) then sum(in_quarantine)::bigint end as in_quarantine,
        case when count(community_found) = count(*) then sum(community_found)::bigint end as community_found,
        case when count(deaths) = count(*) then sum(deaths)::bigint end as deaths,
        case when count(discharged) = count(*) then sum(discharged)::bigint end as discharged,
        case when count(in_hospital) = count(*) then sum(in_hospital)::bigint end as in_hospital,
        case when count(severe) = count(*) then sum(severe)::bigint end as severe,
        case when count(critical) = count(*) then sum(critical)::bigint end as critical,
        count(*) as reported,
        max(received_at) as received_at
    from told
    where not is_city
    group by ops_day
    having ops_day not in (
        select t.ops_day from told as t
        where t.is_city
    )
),

stated as (
    select
        * exclude (is_city),
        case when is_city then 'city' else 'district' end as level,
        'OWN' as source,
        (conversions is null)::bigint as conversions_unknown,
        1::bigint as reported,
        1::bigint as expected
    from told
    union all by name
    select
        *,
        'city' as level,
        (
            select count(*) from ref.areas as a
            where a.level = 'district'
        ) as expected
    from summed
)

-- People told asymptomatic before are not counted again as confirmed. Conversions nobody published take nothing off:
-- the net is then at most this much, and conversions_unknown is not 0.
select
    *,
    confirmed + asymptomatic - coalesce(conversions, 0) as new_positive
from stated
