-- An attempt begins: the claim is held for its whole time and the mail's own key is stored before it leaves, so that its unsubscribe link
-- always works. No row: the mail has its final state, or another worker took it after this one was too slow.
with mine as (
  update digest_delivery set claimed_until = @until, attempts = attempts + 1
  where issue_id = @issue_id and subscriber_id = @subscriber_id and state = 'Waiting' and claimed_until > @now
  returning attempts
), key as (
  insert into subscription_token (hash, subscriber_id, purpose, created_at, expires_at)
  select @hash, @subscriber_id, 'Manage', @now, @expires from mine
)
select attempts from mine;
