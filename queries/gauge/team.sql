-- One row per part of a site's team, area and slot: present out of required, in percent; MIN is the lesser of the two.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(med_present)::double as med,
        sum(med_required)::double as med_due,
        sum(service_present)::double as service,
        sum(service_required)::double as service_due,
        count(*) filter (
            where least(med_present / nullif(med_required, 0), service_present / nullif(service_required, 0)) < 0.9
        )::double as short_sites,
        count(*)::double as sites
    from clean.capacity
    where scope <> 'PARTNER'
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

parts as (
    select
        *,
        unnest([
            {'item': 'MEDICAL', 'numer': med, 'denom': med_due},
            {'item': 'SERVICE', 'numer': service, 'denom': service_due},
            -- averaging the two would hide a hall with doctors and nobody to bring the food
            case
                when med / nullif(med_due, 0) <= service / nullif(service_due, 0)
                    then {'item': 'MIN', 'numer': med, 'denom': med_due}
                else {'item': 'MIN', 'numer': service, 'denom': service_due}
            end,
            {'item': 'SHORT_SITES', 'numer': short_sites, 'denom': sites}
        ]) as part
    from summed
)

select
    part.item,
    ops_day,
    as_of,
    level,
    area_code,
    case part.item when 'SHORT_SITES' then part.numer else 100.0 * part.numer / nullif(part.denom, 0) end as value,
    part.numer,
    part.denom
from parts
