-- The scope is at its end. Parameters: @day, @set_id, @is_walk, @now.
set local enable_hashjoin = on;
set local enable_mergejoin = on;
set local enable_seqscan = on;

-- Partial: fewer than 95 % of the models of the last good set of the source.
update observation_set s set
  state = 'Complete',
  finished_at = @now,
  cursor = null,
  error = null,
  next_attempt_at = null,
  quality = case when s.models < 0.95 * (
    select p.models from observation_set p
    where p.source_id = s.source_id and p.id <> s.id and p.day <= s.day and p.state = 'Complete' and p.quality = 'Good'
    order by p.day desc, p.id desc limit 1) then 'Partial' else 'Good' end
where s.id = @set_id;

-- Only a good walk of the whole Hub can say that a model is not there; one that appeared on the day may have come behind the walk's back.
update model m set state = 'Missing'
from observation_set s
where @is_walk and s.id = @set_id and s.quality = 'Good'
  and m.state = 'Listed' and m.hub_id is not null and m.first_seen < @day and m.last_seen <= @day
  and not exists (select from observation o where o.day = @day and o.set_id = @set_id and o.model_id = m.id);
