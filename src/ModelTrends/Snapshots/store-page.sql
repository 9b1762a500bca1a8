-- Stores the staged rows. Parameters: @day, @set_id, @pages, @requests, @skipped, @cursor.

-- A thousand rows against millions: each statement begins at the staged rows and goes by index, whatever the statistics say. Where a join
-- would leave the planner the choice of the other end, a lateral or scalar query takes it away.
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_seqscan = off;
set local jit = off;
-- A commit lost with the server takes its rows and its cursor with it, so nothing is torn by not waiting for the disk.
set local synchronous_commit = off;

update staged_page p set model_id = (select m.id from model m where m.hub_id = p.hub_id);

-- Models known by name alone, from an archive, get their id.
with named as materialized (
  select distinct on (k.id) k.id, p.hub_id
  from staged_page p
  cross join lateral (select id from model where name = p.name and hub_id is null order by id limit 1) k
  where p.model_id is null
  order by k.id, p.hub_id
), known as (
  update model m set hub_id = named.hub_id from named where m.id = named.id
  returning m.id, m.hub_id
)
update staged_page p set model_id = known.id from known where p.hub_id = known.hub_id;

-- A renamed model: its old name ends with the last day it was seen under it, the new one begins. The last day of a name still borne is
-- the model's own, so that a quiet day does not touch this table.
with renamed as materialized (
  select p.model_id, m.name, greatest(m.last_seen, (
    select t.day from observation_set t
    where t.day > m.last_seen and t.day <= @day and exists (select from observation o where o.day = t.day and o.set_id = t.id and o.model_id = p.model_id)
    order by t.day desc limit 1)) as last_seen
  from staged_page p
  cross join lateral (select name, last_seen from model where id = p.model_id offset 0) m
  where m.name <> p.name and m.last_seen <= @day
)
update model_name n set last_seen = renamed.last_seen
from renamed
where n.model_id = renamed.model_id and n.name = renamed.name and n.last_seen < renamed.last_seen;

insert into model_name (model_id, name, first_seen, last_seen)
select p.model_id, p.name, @day, @day
from staged_page p
cross join lateral (select name from model where id = p.model_id offset 0) m
where m.name <> p.name
on conflict (model_id, name) do update set
  first_seen = least(model_name.first_seen, excluded.first_seen), last_seen = greatest(model_name.last_seen, excluded.last_seen);

-- What the Hub says of a model now; a day before the last one only tells that the model is older.
update model m set
  name = case when m.last_seen <= @day then p.name else m.name end,
  namespace = case when m.last_seen <= @day then p.namespace else m.namespace end,
  created_at = coalesce(p.created_at, m.created_at),
  pipeline_tag = case when m.last_seen <= @day then coalesce(p.pipeline_tag, m.pipeline_tag) else coalesce(m.pipeline_tag, p.pipeline_tag) end,
  library_name = case when m.last_seen <= @day then coalesce(p.library_name, m.library_name) else coalesce(m.library_name, p.library_name) end,
  parameters = case when m.last_seen <= @day then coalesce(p.parameters, m.parameters) else coalesce(m.parameters, p.parameters) end,
  base_relation = case when cardinality(p.base_names) > 0 and (m.last_seen <= @day or cardinality(m.base_names) = 0) then p.base_relation else m.base_relation end,
  base_names = case when cardinality(p.base_names) > 0 and (m.last_seen <= @day or cardinality(m.base_names) = 0) then p.base_names else m.base_names end,
  base_hub_ids = case when cardinality(p.base_names) > 0 and (m.last_seen <= @day or cardinality(m.base_names) = 0) then p.base_hub_ids else m.base_hub_ids end,
  first_seen = least(m.first_seen, @day),
  last_seen = greatest(m.last_seen, @day),
  state = case when m.last_seen <= @day then 'Listed' else m.state end
from staged_page p
where m.id = p.model_id and (
  m.last_seen < @day or m.first_seen > @day
  or (m.last_seen = @day and (m.state <> 'Listed' or m.name <> p.name
    or (p.pipeline_tag, p.library_name, p.parameters) is distinct from (m.pipeline_tag, m.library_name, m.parameters)
    or (cardinality(p.base_names) > 0 and (p.base_relation, p.base_names, p.base_hub_ids) is distinct from (m.base_relation, m.base_names, m.base_hub_ids)))));

-- Models never seen before, with their first name.
with added as (
  insert into model (hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
  select p.hub_id, p.name, p.namespace, p.created_at, p.pipeline_tag, p.library_name, p.parameters, p.base_relation, p.base_names, p.base_hub_ids, @day, @day, 'Listed'
  from staged_page p
  where p.model_id is null
  on conflict (hub_id) do nothing
  returning id, name
)
insert into model_name (model_id, name, first_seen, last_seen)
select id, name, @day, @day from added;

update staged_page p set model_id = (select m.id from model m where m.hub_id = p.hub_id) where p.model_id is null;

-- The observations, and with them how far the set is.
with added as (
  insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score)
  select @day, @set_id, p.model_id, p.downloads_30d, p.downloads_all_time, p.likes, p.trending_rank, p.trending_score
  from staged_page p
  on conflict do nothing
  returning 1
)
update observation_set set
  models = models + (select count(*)::integer from added),
  pages = pages + @pages,
  requests = requests + @requests,
  skipped_rows = skipped_rows + @skipped,
  cursor = @cursor
where id = @set_id;
