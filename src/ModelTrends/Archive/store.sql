-- Stores what one file tells of models, which identify.sql has found, and the counts of all its rows. Parameters: @source_id, @now, @days of the file.

-- A day of this source is one set.
insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
select @source_id, 'Archive', d.day, @now, @now, 'Complete', 'Good', 0, 0, 0, 0
from unnest(@days::date[]) d (day)
where not exists (select from observation_set s where s.source_id = @source_id and s.day = d.day);

-- Rows that were written at once told these models to be older: under the name they were known by, before anything here renames them.
analyze older_seen;
with older as materialized (
  select m.id, m.name, o.day from older_seen o join model m on m.id = o.model_id and m.first_seen > o.day
), moved as (
  update model m set first_seen = o.day from older o where m.id = o.id
)
update model_name n set first_seen = o.day from older o where n.model_id = o.id and n.name = o.name and n.first_seen > o.day;

-- In the order of their names: three of the model's indexes then grow at their end, and those of its names with them, instead of all over.
with inserted as (
  insert into model (hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
  select s.hub_id, s.name, s.namespace, s.created_at, s.pipeline_tag, s.library_name, s.parameters, s.base_relation, s.base_names, '{}', s.first_day, s.last_day, 'Listed'
  from subject s
  where not exists (select from known k where k.key = s.key)
  order by {order}
  on conflict (hub_id) do nothing
  returning coalesce(hub_id, lower(name)) as key, id
)
insert into known select key, id, true from inserted;
-- A poll may have added the same model in this moment.
insert into known
select s.key, m.id, false from subject s join model m on m.hub_id = s.hub_id
where (select count(*) from known) < (select count(*) from subject) and not exists (select from known k where k.key = s.key);
analyze known;

-- Until when a model is known is told by its observations: what only confirms it is not written to it. Asked where it decides who is right.
create temporary table latest on commit drop as
select distinct on (k.model_id) k.model_id, s.hub_id, s.name, s.namespace, s.first_day, s.last_day, s.created_at, s.pipeline_tag, s.library_name, s.parameters, s.base_relation, s.base_names,
  greatest(m.last_seen, o.day) as last_seen,
  s.hub_id is not null and s.name <> m.name and s.last_day >= greatest(m.last_seen, o.day) as is_renamed
from subject s join known k on k.key = s.key and not k.is_new join model m on m.id = k.model_id
left join lateral (
  select t.day from observation_set t
  where t.day > m.last_seen and exists (select from observation o where o.day = t.day and o.set_id = t.id and o.model_id = m.id)
  order by t.day desc limit 1
) o on s.last_day >= m.last_seen and (s.name, s.pipeline_tag, s.library_name, s.parameters) is distinct from (m.name, m.pipeline_tag, m.library_name, m.parameters)
order by k.model_id, s.last_day desc, s.hub_id;
analyze latest;

-- A renamed model: its old name ends with the last day it was seen under it.
update model_name n set last_seen = l.last_seen
from latest l join model m on m.id = l.model_id
where l.is_renamed and n.model_id = m.id and n.name = m.name and n.last_seen < l.last_seen;

-- What the file knows of a model fills what nobody knew; a later file also replaces what changes over time.
update model m set
  hub_id = coalesce(m.hub_id, l.hub_id),
  name = case when l.is_renamed then l.name else m.name end,
  namespace = case when l.is_renamed then l.namespace else m.namespace end,
  created_at = coalesce(m.created_at, l.created_at),
  pipeline_tag = case when l.last_day >= l.last_seen then coalesce(l.pipeline_tag, m.pipeline_tag) else coalesce(m.pipeline_tag, l.pipeline_tag) end,
  library_name = case when l.last_day >= l.last_seen then coalesce(l.library_name, m.library_name) else coalesce(m.library_name, l.library_name) end,
  parameters = case when l.last_day >= l.last_seen then coalesce(l.parameters, m.parameters) else coalesce(m.parameters, l.parameters) end,
  base_relation = case when cardinality(m.base_names) = 0 then l.base_relation else m.base_relation end,
  base_names = case when cardinality(m.base_names) = 0 then l.base_names else m.base_names end,
  first_seen = least(m.first_seen, l.first_day),
  last_seen = greatest(l.last_seen, l.last_day)
from latest l
where m.id = l.model_id
  and (m.first_seen > l.first_day or l.is_renamed
    or (m.hub_id is null and l.hub_id is not null) or (m.created_at is null and l.created_at is not null)
    or (l.pipeline_tag is not null and l.pipeline_tag is distinct from m.pipeline_tag)
    or (l.library_name is not null and l.library_name is distinct from m.library_name)
    or (l.parameters is not null and l.parameters is distinct from m.parameters)
    or (cardinality(m.base_names) = 0 and cardinality(l.base_names) > 0));

-- Where a model has one row, a new one has one name.
insert into model_name (model_id, name, first_seen, last_seen)
select k.model_id, s.name, s.first_day, s.last_day
from subject s join known k on k.key = s.key and k.is_new
where {is_one_day}
order by k.model_id;

-- Every other name of the file. The last day of a name still borne is the model's own, so a day that only confirms it changes nothing here.
insert into model_name (model_id, name, first_seen, last_seen)
select f.model_id, f.name, f.first_day, f.last_day
from (
  select k.model_id, f.name, min(f.day) as first_day, max(f.day) as last_day
  from told f join known k on k.key = f.key and not (k.is_new and {is_one_day})
  group by k.model_id, f.name
) f
left join model_name n on n.model_id = f.model_id and n.name = f.name
left join model m on m.id = f.model_id and m.name = f.name
where n.model_id is null or n.first_seen > f.first_day or (n.last_seen < f.last_day and m.id is null)
order by f.model_id, f.name
on conflict (model_id, name) do update set
  first_seen = least(model_name.first_seen, excluded.first_seen), last_seen = greatest(model_name.last_seen, excluded.last_seen);

insert into incoming
select f.number, f.day, k.model_id, f.downloads_30d, f.downloads_all_time, f.likes, f.trending_rank, f.trending_score, true, false
from told f join known k on k.key = f.key;
analyze incoming;

-- An older file that tells nothing else moves the beginning of a model, and of the only name it has borne.
create temporary table older on commit drop as
select m.id, m.name, i.day
from (select model_id, min(day) as day from incoming where older group by model_id) i join model m on m.id = i.model_id and m.first_seen > i.day;
analyze older;
update model m set first_seen = o.day from older o where m.id = o.id;
update model_name n set first_seen = o.day from older o where n.model_id = o.id and n.name = o.name and n.first_seen > o.day;

create temporary table sets on commit drop as
select s.id as set_id, s.day, s.models from observation_set s where s.source_id = @source_id and s.day = any(@days);
analyze sets;

-- What is stored already stays as it is. The same model twice on one day, by its id or by two names or by both: the first row counts.
create temporary table stored_before on commit drop as
select distinct on (i.day, i.model_id) i.number, i.day, i.model_id,
  (o.downloads_30d, o.downloads_all_time, o.likes, o.trending_rank, o.trending_score)
    is distinct from (i.downloads_30d, i.downloads_all_time, i.likes, i.trending_rank, i.trending_score) as different
from incoming i
join sets s on s.day = i.day and s.models > 0
join observation o on o.day = i.day and o.set_id = s.set_id and o.model_id = i.model_id
order by i.day, i.model_id, i.number;
analyze stored_before;
