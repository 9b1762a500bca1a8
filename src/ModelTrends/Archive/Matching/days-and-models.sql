-- What a source has stored, how many models there are, and since when they may change unseen. Parameter: @source_id.
select distinct day from observation_set where source_id = @source_id;
select count(*), pg_snapshot_xmin(pg_current_snapshot())::xid::text from model;
