delete from attribution_total;

insert into attribution_total (lens, lab_id, family_id, generation, source, day, models, downloads_30d, downloads_all_time, likes)
select a.lens, a.lab_id, a.family_id, a.generation, l.source, l.day,
       sum(round(a.part_to::numeric / a.parts, 6) - round(a.part_from::numeric / a.parts, 6)),
       coalesce(sum(round(o.downloads_30d::numeric * a.part_to / a.parts, 6) - round(o.downloads_30d::numeric * a.part_from / a.parts, 6)), 0),
       sum(round(o.downloads_all_time::numeric * a.part_to / a.parts, 6) - round(o.downloads_all_time::numeric * a.part_from / a.parts, 6)),
       coalesce(sum(round(o.likes::numeric * a.part_to / a.parts, 6) - round(o.likes::numeric * a.part_from / a.parts, 6)), 0)
from attribution a
join latest_observation o using (model_id)
cross join latest_set l
where a.superseded_at is null
group by a.lens, a.lab_id, a.family_id, a.generation, l.source, l.day;

delete from unknown_namespace;

-- Nobody reads a list of half a million accounts with one model: the first 5,000 by downloads and the first 5,000 by likes are kept.
insert into unknown_namespace (namespace, models, downloads_30d, likes, top_model)
select namespace, models, downloads_30d, likes, top_model
from (
  select n.*, row_number() over (order by downloads_30d desc, namespace) as by_downloads, row_number() over (order by likes desc, namespace) as by_likes
  from (
    select m.namespace, count(*)::integer as models, coalesce(sum(o.downloads_30d), 0)::bigint as downloads_30d, coalesce(sum(o.likes), 0)::bigint as likes,
           (array_agg(m.name order by o.downloads_30d desc nulls last, m.name))[1] as top_model
    from attribution a
    join model m on m.id = a.model_id
    left join latest_observation o using (model_id)
    where a.superseded_at is null and a.lens = 1 and a.lab_id = 'unknown'
    group by m.namespace
  ) n
) ranked
where by_downloads <= 5000 or by_likes <= 5000;
