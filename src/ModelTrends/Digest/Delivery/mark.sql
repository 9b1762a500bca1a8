-- The server has answered: the attempt's end. @next only for a mail that waits again. The reader's address is never part of the answer.
update digest_delivery set state = @state, answer = @answer, claimed_until = null,
  sent_at = case when @state = 'Sent' then @now else sent_at end,
  next_attempt_at = coalesce(@next, next_attempt_at),
  attempts = attempts - @given_back
where issue_id = @issue_id and subscriber_id = @subscriber_id and state = 'Waiting';
