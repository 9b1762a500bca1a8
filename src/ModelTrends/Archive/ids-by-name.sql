-- A row without id speaks of the model that bears its name elsewhere in the file: the last that bore it by then, else the first that did later.
update staged s set hub_id = n.hub_id
from (
  select distinct on (w.number) w.number, i.hub_id
  from staged w
  join (
    select lower(name) as name, hub_id, min(day) as first_day, max(day) as last_day from staged where hub_id is not null group by lower(name), hub_id
  ) i on i.name = lower(w.name)
  where w.hub_id is null
  order by w.number, i.first_day > w.day, case when i.first_day > w.day then i.first_day - w.day else w.day - i.last_day end, i.hub_id
) n
where s.number = n.number;
