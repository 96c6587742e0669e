-- One row per city whose publications of a day were worked out anew: how many, their rows, and why it could not be.
select
    city,
    count(distinct token) as publications,
    count(*) as areas,
    max(refused) as refused
from worked_out
group by city
order by city
