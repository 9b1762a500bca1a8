-- What a source has stored; how many models there are (no more than @most are counted), what is seen of them, and whether a poll
-- is changing them now: the longest walk takes some hours, and what a killed one has left running is no reason for ever. Parameters: @source_id, @most, @now.
select distinct day from observation_set where source_id = @source_id;
select count(*), pg_current_snapshot()::text,
  exists (select from observation_set where state = 'Running' and started_at > @now - interval '12 hours')
from (select from model limit @most) m;
