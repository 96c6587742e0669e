-- One row per line: minutes from midnight to its deadline, where no round sets another.
select
    id as line,
    split_part(deadline, ':', 1)::integer * 60 + split_part(deadline, ':', 2)::integer as due_min
from ref.lines
