-- An attempt begins: the claim is held for its whole time and the mail's own key is stored before it leaves, so that its unsubscribe link
-- always works. No row: the mail has its final state, another worker took it after this one was too slow, the issue was paused, or the
-- reader left in this moment.
with mine as (
  update digest_delivery d set claimed_until = @until, attempts = attempts + 1
  where d.issue_id = @issue_id and d.subscriber_id = @subscriber_id and d.state = 'Waiting' and d.claimed_until > @now
    and exists (select 1 from digest_issue i where i.id = @issue_id and i.state = 'Sending')
    and exists (select 1 from subscriber s where s.id = @subscriber_id and s.state = 'Confirmed')
  returning d.attempts
), key as (
  insert into subscription_token (hash, subscriber_id, purpose, created_at, expires_at)
  select @hash, @subscriber_id, 'Manage', @now, @expires from mine
)
select attempts from mine;
