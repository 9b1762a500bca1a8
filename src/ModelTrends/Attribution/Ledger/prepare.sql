-- The answers that differ from what stands; filled by COPY.
create temp table attribution_new (
  model_id integer not null, lens smallint not null, lab_id text not null, country text not null, family_id text, generation text,
  part_from integer not null, part_to integer not null, parts integer not null, root_name text not null, root_model_id integer,
  depth integer not null, rule text not null, evidence text, valid_from date not null
) on commit drop;

-- The latest complete set of the default source: the Hub's own walks once there is one, else the archive that covers most and tells downloads.
create temp table latest_set on commit drop as
select s.key as source, o.id as set_id, o.day
from observation_set o
join source s on s.id = o.source_id
where o.state = 'Complete' and o.quality <> 'Partial' and s.key not like 'hub:%'
  and exists (select 1 from observation x where x.day = o.day and x.set_id = o.id and x.downloads_30d > 0)
order by s.key = 'hub' desc, (select max(models) from observation_set m where m.source_id = s.id and m.state = 'Complete') desc, s.key, o.day desc, o.id desc
limit 1;

create temp table latest_observation on commit drop as
select x.model_id, x.downloads_30d, x.downloads_all_time, x.likes
from observation x
join latest_set l on x.day = l.day and x.set_id = l.set_id;

create unique index on latest_observation (model_id);
analyze latest_observation;
