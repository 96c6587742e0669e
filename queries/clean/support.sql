-- One row per team and moment it reported; ready is the shortest of its five legs, never their mean or product.
select
    s.*,
    least(s.assigned_people, s.lodging_ok, s.meals_ok, s.transport_ok, s.ppe_ok) as ready_people
from in_force.support as s
