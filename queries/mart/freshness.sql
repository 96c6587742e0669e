-- One row per feed, operating day, area (city, district) and slot: how many of its places spoke at this slot.
with slot as (
    select
        feed,
        ops_day,
        as_of,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        count(distinct place) as reported,
        max(received_at) as received_at
    from mart.told
    group by grouping sets ((feed, ops_day, as_of, district_code), (feed, ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

day as (
    select
        feed,
        ops_day,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        count(distinct place) as expected
    from mart.told
    group by grouping sets ((feed, ops_day, district_code), (feed, ops_day))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    s.feed,
    s.ops_day,
    s.as_of,
    s.area_code,
    s.reported,
    d.expected,
    s.received_at
from slot as s
inner join day as d on s.feed = d.feed and s.ops_day = d.ops_day and s.area_code = d.area_code
