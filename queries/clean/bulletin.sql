-- One row per day and area as published (districts, and the city itself), 0-24 h; new_positive is net of conversions.
select
    b.*,
    b.confirmed_new + b.asymptomatic_new - coalesce(b.asym_to_confirmed, 0) as new_positive,
    b.confirmed_in_community + b.asymptomatic_in_community as community_found
from known.bulletin as b
