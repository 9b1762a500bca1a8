-- Where an issue stands. The rate is that of the last minute: what was sent before a pause says nothing about the time left.
select
  count(*) filter (where state = 'Waiting'),
  count(*) filter (where state = 'Sent'),
  count(*) filter (where state = 'Failed'),
  count(*) filter (where state = 'Cancelled'),
  min(greatest(next_attempt_at, coalesce(claimed_until, next_attempt_at))) filter (where state = 'Waiting'),
  count(*) filter (where sent_at > @now - interval '1 minute'),
  min(sent_at) filter (where sent_at > @now - interval '1 minute')
from digest_delivery
where issue_id = @issue_id;
