-- new_flow holds every day after @settled for all models, and for slow models every day after their anchor. Days on which a row differs
-- are noted, so that only their totals are computed again.
create index on new_flow (model_id, day);
analyze new_flow;

insert into changed_day (day)
select distinct day
from (
  select coalesce(n.day, f.day) as day
  from (select n.* from new_flow n join anchor a on a.model_id = n.model_id where n.day <= @settled) n
  full join (select f.* from flow f join anchor a on a.model_id = f.model_id where f.source_id = @source_id and f.day > a.day and f.day <= @settled) f
    on f.model_id = n.model_id and f.day = n.day
  where (n.downloads, n.likes, n.correction, n.flags) is distinct from (f.downloads, f.likes, f.correction, f.flags)
) difference
on conflict do nothing;

delete from flow f using anchor a where f.source_id = @source_id and f.model_id = a.model_id and f.day > a.day;
delete from flow where source_id = @source_id and day > @settled;

insert into flow (source_id, day, model_id, downloads, likes, correction, flags)
select source_id, day, model_id, downloads, likes, correction, flags from new_flow;
