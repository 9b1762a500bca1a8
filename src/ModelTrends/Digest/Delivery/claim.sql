-- Takes up to @most waiting mails for this worker until @until. Others skip what is locked, so nobody waits and nobody doubles.
with mine as (
  select d.issue_id, d.subscriber_id from digest_delivery d
  where d.issue_id = @issue_id and d.state = 'Waiting' and d.next_attempt_at <= @now and (d.claimed_until is null or d.claimed_until < @now)
  order by d.next_attempt_at, d.subscriber_id
  limit @most
  for update skip locked
)
update digest_delivery d set claimed_until = @until
from mine, subscriber s
where d.issue_id = mine.issue_id and d.subscriber_id = mine.subscriber_id and s.id = d.subscriber_id
returning d.subscriber_id, d.message_id, s.email, s.lang, s.state, s.countries, s.families;
