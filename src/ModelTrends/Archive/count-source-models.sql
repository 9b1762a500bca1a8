-- Models a source sees for the first time. Parameters: @source_id, @from, @to.
set local work_mem = '128MB';

insert into source_model (source_id, model_id)
select @source_id, seen.model_id
from (
  select distinct o.model_id
  from observation_set s
  join observation o on o.set_id = s.id and o.day = s.day
  where s.source_id = @source_id and s.state = 'Complete' and s.day between @from and @to and o.day between @from and @to
) seen
where not exists (select from source_model k where k.source_id = @source_id and k.model_id = seen.model_id)
on conflict do nothing;

update source set models = (select count(*) from source_model where source_id = @source_id) where id = @source_id;
