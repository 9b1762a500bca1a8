-- Stores the staged rows. Parameters: @day, @set_id, @pages, @requests, @skipped, @cursor.

-- A thousand rows against millions: always by index, also while the statistics still say that the tables are empty.
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_seqscan = off;
set local jit = off;
-- A commit lost with the server takes its rows and its cursor with it, so nothing is torn by not waiting for the disk.
set local synchronous_commit = off;

-- Models known by name alone, from an archive, get their id.
update model m set hub_id = a.hub_id
from (
  select distinct on (k.id) k.id, p.hub_id
  from staged_page p join model k on k.name = p.name and k.hub_id is null
  where not exists (select from model x where x.hub_id = p.hub_id)
  order by k.id, p.hub_id
) a
where m.id = a.id and not exists (
  select from model k where k.name = m.name and k.hub_id is null and k.id < m.id);

-- A renamed model: its old name ends with the last day it was seen under it, the new one begins. The last day of a name still borne is
-- the model's own, so that a quiet day does not touch this table.
update model_name n set last_seen = m.last_seen
from staged_page p join model m on m.hub_id = p.hub_id
where m.name <> p.name and m.last_seen <= @day and n.model_id = m.id and n.name = m.name and n.last_seen < m.last_seen;

insert into model_name (model_id, name, first_seen, last_seen)
select m.id, p.name, @day, @day
from staged_page p join model m on m.hub_id = p.hub_id
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
where m.hub_id = p.hub_id and (
  m.last_seen < @day or m.first_seen > @day
  or (m.last_seen = @day and (m.state <> 'Listed' or m.name <> p.name
    or (p.pipeline_tag, p.library_name, p.parameters) is distinct from (m.pipeline_tag, m.library_name, m.parameters)
    or (cardinality(p.base_names) > 0 and (p.base_relation, p.base_names, p.base_hub_ids) is distinct from (m.base_relation, m.base_names, m.base_hub_ids)))));

-- Models never seen before, with their first name.
with added as (
  insert into model (hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
  select p.hub_id, p.name, p.namespace, p.created_at, p.pipeline_tag, p.library_name, p.parameters, p.base_relation, p.base_names, p.base_hub_ids, @day, @day, 'Listed'
  from staged_page p
  where not exists (select from model m where m.hub_id = p.hub_id)
  on conflict (hub_id) do nothing
  returning id, name
)
insert into model_name (model_id, name, first_seen, last_seen)
select id, name, @day, @day from added;

-- The observations, and with them how far the set is.
with added as (
  insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score)
  select @day, @set_id, m.id, p.downloads_30d, p.downloads_all_time, p.likes, p.trending_rank, p.trending_score
  from staged_page p join model m on m.hub_id = p.hub_id
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
