-- One row per feed and slot of the day that it owes: minutes from midnight to the slot, and until it counts as late.
-- A slot is late once the feed's grace has passed without it (`Feed.grace_min`, half a cadence): nobody else says when.
-- Feeds whose files replace each other know no slots; feeds of a whole day none but the close of a day that is not cut.
with hour as (
    select
        unnest(slots) as hour,
        slots[1] as first_hour,
        len(slots) as hours
    from ref.operation
)

select
    f.id as feed,
    f.sort as feed_sort,
    h.hour * 60 as due_min,
    h.hour * 60 + f.grace_min as late_min
from ref.feeds as f
cross join hour as h
where
    not f.snapshot
    and (f.cadence_min < 1440 or (f.cadence_min = 1440 and h.hours = 1))
    and ((h.hour - h.first_hour) * 60 % f.cadence_min = 0 or f.cadence_min < 60)
