-- Days of a polled source whose numbers do not rest on the set that now stands for the day: a poll's process may have been killed, or a step
-- may have failed, after the last page was stored. Parameters: @source_id.
with chosen as (
  select distinct on (day) day, id
  from observation_set
  where source_id = @source_id and state = 'Complete' and quality <> 'Partial' and models > 0
  order by day, finished_at desc nulls last, id desc
)
select min(day), max(day)
from (
  select c.day
  from chosen c left join trend_day d on d.source_id = @source_id and d.day = c.day
  where d.day is null or d.set_id is distinct from c.id or d.derived_at is null
  union all
  select s.day
  from observation_set s left join trend_day d on d.source_id = s.source_id and d.day = s.day
  where s.source_id = @source_id and s.state = 'Complete' and s.quality = 'Partial' and d.day is null
) underived;
