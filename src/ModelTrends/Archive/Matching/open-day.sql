-- A day of this source is one set. Parameters: @source_id, @day, @now.
insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
values (@source_id, 'Archive', @day, @now, @now, 'Complete', 'Good', 0, 0, 0, 0)
returning id;
