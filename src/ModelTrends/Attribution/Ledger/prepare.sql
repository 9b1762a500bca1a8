-- Three million models are joined and sorted a few times: in memory, as far as a usual machine has it.
set local work_mem = '128MB';
set local maintenance_work_mem = '512MB';

-- The answers that differ from what stands; filled by COPY.
create temp table attribution_new (
  model_id integer not null, lens smallint not null, lab_id text not null, country text not null, family_id text, generation text,
  part_from integer not null, part_to integer not null, parts integer not null, root_name text not null, root_model_id integer,
  depth integer not null, rule text not null, evidence text, valid_from date not null, valid_to date
) on commit drop;

-- The latest complete set of the default source: the Hub's own walks once there is one, else the archive that covers most and tells
-- downloads. The same order as the answers over time use.
create temp table latest_set on commit drop as
with usable as (
  select o.id, o.day, o.source_id, o.models
  from observation_set o
  where o.state = 'Complete' and o.quality <> 'Partial'
    and exists (select 1 from observation x where x.day = o.day and x.set_id = o.id and x.downloads_30d is not null)
), sources as (
  select s.id, s.key, s.coverage, count(distinct u.day) as days, max(u.models) as models
  from source s join usable u on u.source_id = s.id
  where s.key not like 'hub:%'
  group by s.id
  order by s.key = 'hub' desc, count(distinct u.day) > 1 desc, array_position(array['Complete', 'List', 'Sample'], s.coverage), max(u.models) desc, s.key
  limit 1
)
select sources.key as source, u.id as set_id, u.day
from usable u join sources on sources.id = u.source_id
order by u.day desc, u.id desc
limit 1;

create temp table latest_observation on commit drop as
select x.model_id, x.downloads_30d, x.downloads_all_time, x.likes
from observation x
join latest_set l on x.day = l.day and x.set_id = l.set_id;

create unique index on latest_observation (model_id);
analyze latest_observation;
