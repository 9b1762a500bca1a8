-- One row for everybody who is confirmed now. Who is there already stays as they are: started again, nothing is doubled.
-- Readers who chose the month get the issue of the month's first Monday. The Message-ID cannot be guessed: a bounce that names it is one of ours.
-- Parameters: @issue_id, @monday, @week, @domain, @now.
insert into digest_delivery (issue_id, subscriber_id, state, message_id, attempts, next_attempt_at)
select @issue_id, s.id, 'Waiting', lower(@week) || '.' || replace(gen_random_uuid()::text, '-', '') || '@' || @domain, 0, @now
from subscriber s
where s.state = 'Confirmed' and (s.interval = 'Week' or extract(day from @monday::date) <= 7)
on conflict (issue_id, subscriber_id) do nothing;
