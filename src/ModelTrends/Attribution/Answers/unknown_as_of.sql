-- Namespaces that nobody had tagged at @as_of, with the counts of one set.
with latest as (
  select o.id, o.day from observation_set o join source s on s.id = o.source_id
  where s.key = @source and o.day = @day and o.state = 'Complete'
  order by o.id desc limit 1
)
select m.namespace, count(*)::integer, coalesce(sum(x.downloads_30d), 0)::bigint as downloads, coalesce(sum(x.likes), 0)::bigint as likes,
       (array_agg(m.name order by x.downloads_30d desc nulls last, m.name))[1]
from attribution a
join model m on m.id = a.model_id
left join latest l on true
left join observation x on x.day = l.day and x.set_id = l.id and x.model_id = a.model_id
where a.recorded_at <= @as_of and (a.superseded_at is null or a.superseded_at > @as_of) and a.lens = 1 and a.lab_id = 'unknown' and a.valid_to is null
group by m.namespace
order by case when @by_likes then coalesce(sum(x.likes), 0) else coalesce(sum(x.downloads_30d), 0) end desc, m.namespace
limit @top
