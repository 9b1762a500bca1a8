-- Stores the staged rows of one file. Parameters: @source_id, @complete (the source sees the whole Hub), @now.

-- The same model twice on one day: the first row of the file counts.
create temporary table fresh on commit drop as
select distinct on (day, coalesce(hub_id, lower(name))) * from staged order by day, coalesce(hub_id, lower(name)), number;

-- A day of this source is one set.
insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
select @source_id, 'Archive', d.day, @now, @now, 'Complete', 'Good', 0, 0, 0, 0
from (select distinct day from fresh) d
where not exists (select from observation_set s where s.source_id = @source_id and s.day = d.day);

-- Which model each row speaks of: by the Hub's id, else by a name it bears or has borne (the latest bearer).
create temporary table known on commit drop as
select distinct on (f.key) f.key, m.id as model_id
from (select distinct coalesce(hub_id, lower(name)) as key, hub_id, name from fresh) f
join model m on m.hub_id = f.hub_id
order by f.key, m.id;
insert into known
select distinct on (f.key) f.key, n.model_id
from (select distinct coalesce(hub_id, lower(name)) as key, hub_id, name from fresh) f
join model_name n on n.name = f.name
join model m on m.id = n.model_id and (f.hub_id is null or m.hub_id is null)
where not exists (select from known k where k.key = f.key)
order by f.key, n.last_seen desc, n.model_id desc;

insert into model (hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
select distinct on (coalesce(f.hub_id, lower(f.name))) f.hub_id, f.name, f.namespace, f.created_at, f.pipeline_tag, f.library_name, f.parameters, f.base_relation, f.base_names, '{}', f.day, f.day, 'Listed'
from fresh f
where not exists (select from known k where k.key = coalesce(f.hub_id, lower(f.name)))
order by coalesce(f.hub_id, lower(f.name)), f.day desc;

insert into known
select distinct on (f.key) f.key, m.id
from (select distinct coalesce(hub_id, lower(name)) as key, hub_id, name from fresh) f
join model m on m.name = f.name and (m.hub_id = f.hub_id or f.hub_id is null)
where not exists (select from known k where k.key = f.key)
order by f.key, m.id desc;
create index on known (key);
analyze known;

-- What the file knows of a model fills what nobody knew; a later file also replaces what changes over time.
update model m set
  hub_id = coalesce(m.hub_id, l.hub_id),
  name = case when l.day >= m.last_seen and m.hub_id is null then l.name else m.name end,
  created_at = coalesce(m.created_at, l.created_at),
  pipeline_tag = case when l.day >= m.last_seen then coalesce(l.pipeline_tag, m.pipeline_tag) else coalesce(m.pipeline_tag, l.pipeline_tag) end,
  library_name = case when l.day >= m.last_seen then coalesce(l.library_name, m.library_name) else coalesce(m.library_name, l.library_name) end,
  parameters = case when l.day >= m.last_seen then coalesce(l.parameters, m.parameters) else coalesce(m.parameters, l.parameters) end,
  base_relation = case when cardinality(m.base_names) = 0 then l.base_relation else m.base_relation end,
  base_names = case when cardinality(m.base_names) = 0 then l.base_names else m.base_names end,
  first_seen = least(m.first_seen, l.first_day),
  last_seen = greatest(m.last_seen, l.day)
from (
  select distinct on (k.model_id) k.model_id, f.*, min(f.day) over (partition by k.model_id) as first_day
  from fresh f join known k on k.key = coalesce(f.hub_id, lower(f.name))
  order by k.model_id, cardinality(f.base_names) = 0, f.day desc
) l
where m.id = l.model_id
  and (m.first_seen > l.first_day or m.last_seen < l.day
    or (m.hub_id is null and l.hub_id is not null) or (m.created_at is null and l.created_at is not null)
    or (m.pipeline_tag is null and l.pipeline_tag is not null) or (m.library_name is null and l.library_name is not null)
    or (m.parameters is null and l.parameters is not null) or (cardinality(m.base_names) = 0 and cardinality(l.base_names) > 0));

insert into model_name (model_id, name, first_seen, last_seen)
select k.model_id, f.name, min(f.day), max(f.day)
from fresh f join known k on k.key = coalesce(f.hub_id, lower(f.name))
group by k.model_id, f.name
on conflict (model_id, name) do update set
  first_seen = least(model_name.first_seen, excluded.first_seen), last_seen = greatest(model_name.last_seen, excluded.last_seen)
  where model_name.first_seen > excluded.first_seen or model_name.last_seen < excluded.last_seen;

-- What is stored already stays as it is.
create temporary table incoming on commit drop as
select distinct on (f.day, k.model_id) f.*, s.id as set_id, k.model_id
from fresh f
join known k on k.key = coalesce(f.hub_id, lower(f.name))
join observation_set s on s.source_id = @source_id and s.day = f.day
order by f.day, k.model_id, f.number;
analyze incoming;

create temporary table stored_before on commit drop as
select i.day, i.name,
  (o.downloads_30d, o.downloads_all_time, o.likes, o.trending_rank, o.trending_score)
    is distinct from (i.downloads_30d, i.downloads_all_time, i.likes, i.trending_rank, i.trending_score) as different
from incoming i
join observation o on o.day = i.day and o.set_id = i.set_id and o.model_id = i.model_id;

create temporary table added on commit drop as
with inserted as (
  insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score)
  select day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score from incoming
  on conflict do nothing
  returning set_id
)
select set_id, count(*) as models from inserted group by set_id;

update observation_set s set models = s.models + a.models from added a where a.set_id = s.id;

-- Quality: of a source that sees the whole Hub, a day with fewer than 95 % of the last good day's models is partial.
update observation_set s set quality = case when s.models < 0.95 * before.models then 'Partial' else 'Good' end
from observation_set t
cross join lateral (
  select p.models from observation_set p
  where p.source_id = t.source_id and p.day < t.day and p.state = 'Complete' and p.quality = 'Good'
  order by p.day desc limit 1
) before
where @complete and s.id = t.id and t.id in (select set_id from added);

select
  (select count(*) from staged) - (select count(*) from incoming),
  (select coalesce(sum(models), 0)::bigint from added),
  (select count(*) from stored_before where not different),
  (select count(*) from stored_before where different);
select format('%s on %s', name, day) from stored_before where different order by day, name limit 100;
select s.day from observation_set s where s.quality = 'Partial' and s.id in (select set_id from added) order by s.day;
