-- One row per day and district (or city, where no district speaks), 0-24 h; new_positive is net of conversions.
select
    b.*,
    b.ops_day::timestamp + interval 24 hour as as_of,
    b.confirmed_new + b.asymptomatic_new - coalesce(b.asym_to_confirmed, 0) as new_positive,
    b.confirmed_in_community + b.asymptomatic_in_community as community_found
from standing.bulletin as b
