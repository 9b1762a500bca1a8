-- Takes up to @most waiting mails for this worker until @until, none of a paused issue. Others skip what is locked, so nobody waits and nobody
-- doubles. @per_hour (null: no limit) counts what all workers sent in the last hour or have in hand.
with room as (
  select case when @per_hour::bigint is null then @most::bigint else least(@most::bigint, greatest(0, @per_hour::bigint
    - (select count(*) from digest_delivery where sent_at > @now - interval '1 hour')
    - (select count(*) from digest_delivery where state = 'Waiting' and claimed_until > @now))) end as most
), mine as (
  select d.issue_id, d.subscriber_id from digest_delivery d
  where d.issue_id = @issue_id and d.state = 'Waiting' and d.next_attempt_at <= @now and (d.claimed_until is null or d.claimed_until < @now)
    and exists (select 1 from digest_issue i where i.id = @issue_id and i.state = 'Sending')
  order by d.next_attempt_at, d.subscriber_id
  limit (select most from room)
  for update skip locked
)
update digest_delivery d set claimed_until = @until
from mine, subscriber s
where d.issue_id = mine.issue_id and d.subscriber_id = mine.subscriber_id and s.id = d.subscriber_id
returning d.subscriber_id, d.message_id, s.email, s.lang, s.state, s.countries, s.families;
