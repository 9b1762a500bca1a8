-- Sets are joined whole here: a plan made for the few rows the planner expects of fresh tables would compare each with each, for hours.
set local enable_nestloop = off;

delete from attribution_total;

insert into attribution_total (lens, lab_id, family_id, generation, source, day, models, downloads_30d, downloads_all_time, likes)
select a.lens, a.lab_id, a.family_id, a.generation, l.source, l.day,
       -- Nearly every model has one root: whole numbers are summed as such, and only the parts of merges by division.
       count(*) filter (where a.parts = 1) + coalesce(sum(round(a.part_to::numeric / a.parts, 6) - round(a.part_from::numeric / a.parts, 6)) filter (where a.parts > 1), 0),
       coalesce(sum(o.downloads_30d) filter (where a.parts = 1), 0)
         + coalesce(sum(round(o.downloads_30d::numeric * a.part_to / a.parts, 6) - round(o.downloads_30d::numeric * a.part_from / a.parts, 6)) filter (where a.parts > 1), 0),
       case when count(o.downloads_all_time) > 0 then coalesce(sum(o.downloads_all_time) filter (where a.parts = 1), 0)
         + coalesce(sum(round(o.downloads_all_time::numeric * a.part_to / a.parts, 6) - round(o.downloads_all_time::numeric * a.part_from / a.parts, 6)) filter (where a.parts > 1), 0) end,
       coalesce(sum(o.likes) filter (where a.parts = 1), 0)
         + coalesce(sum(round(o.likes::numeric * a.part_to / a.parts, 6) - round(o.likes::numeric * a.part_from / a.parts, 6)) filter (where a.parts > 1), 0)
from attribution a
join latest_observation o using (model_id)
cross join latest_set l
where a.superseded_at is null and a.valid_to is null
group by a.lens, a.lab_id, a.family_id, a.generation, l.source, l.day;

delete from unknown_namespace;

-- Nobody reads a list of half a million accounts with one model: the first 5,000 by downloads and the first 5,000 by likes are kept.
-- Only those are asked for their largest model.
insert into unknown_namespace (namespace, models, downloads_30d, likes, top_model)
with unknown as (
  select m.namespace, count(*)::integer as models, coalesce(sum(o.downloads_30d), 0)::bigint as downloads_30d, coalesce(sum(o.likes), 0)::bigint as likes
  from attribution a
  join model m on m.id = a.model_id
  left join latest_observation o using (model_id)
  where a.superseded_at is null and a.valid_to is null and a.lens = 1 and a.lab_id = 'unknown'
  group by m.namespace
), kept as (
  select namespace, models, downloads_30d, likes
  from (select u.*, row_number() over (order by downloads_30d desc, namespace) as by_downloads, row_number() over (order by likes desc, namespace) as by_likes from unknown u) ranked
  where by_downloads <= 5000 or by_likes <= 5000
), largest as (
  select distinct on (m.namespace) m.namespace, m.name
  from kept
  join model m using (namespace)
  join attribution a on a.model_id = m.id and a.superseded_at is null and a.valid_to is null and a.lens = 1 and a.lab_id = 'unknown'
  left join latest_observation o on o.model_id = m.id
  order by m.namespace, o.downloads_30d desc nulls last, m.name
)
select kept.namespace, kept.models, kept.downloads_30d, kept.likes, largest.name
from kept
join largest using (namespace);
