-- What follows for the sets. Parameters: @added, the rows that were new.

-- Of one set it is known how many; of several they are counted.
create temporary table added on commit drop as
select * from (
  select t.set_id, case when (select count(*) from sets) = 1 then @added
    else (select count(*) from observation o where o.day = t.day and o.set_id = t.set_id) - t.models end as models
  from sets t
) a where a.models > 0;
update observation_set s set models = s.models + a.models from added a where a.set_id = s.id;

-- What was derived of a day that grew is no longer true; a process killed before it is derived again leaves this trace.
update trend_day d set derived_at = null
from observation_set s join added a on a.set_id = s.id
where d.source_id = s.source_id and d.day = s.day and d.derived_at is not null;

select
  (select count(*) from stored_before where not different),
  (select count(*) from stored_before where different);
select format('%s on %s', f.name, f.day) from stored_before b join staged f on f.number = b.number where b.different order by f.day, f.name limit 100;
