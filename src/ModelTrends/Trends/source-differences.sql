-- Models that two sources observed on @day, measure by measure: first how many each pair compares and how many differ, then the models.
create temporary table compared on commit drop as
with seen as (
  select s.key, o.model_id, o.downloads_30d, o.downloads_all_time, o.likes
  from trend_day d
  join source s on s.id = d.source_id
  join observation o on o.day = d.day and o.set_id = d.set_id
  where d.day = @day and o.day = @day
)
select a.key as source, b.key as other_source, m.measure, a.model_id, m.value, m.other_value
from seen a
join seen b on b.model_id = a.model_id and b.key > a.key and (@source::text is null or @source in (a.key, b.key))
cross join lateral (values ('downloads30d', a.downloads_30d, b.downloads_30d), ('downloadsAllTime', a.downloads_all_time, b.downloads_all_time), ('likes', a.likes::bigint, b.likes::bigint)) m (measure, value, other_value)
where m.value is not null and m.other_value is not null and (@measure::text is null or m.measure = @measure);

select source, other_source, measure, count(*), count(*) filter (where value <> other_value) from compared group by source, other_source, measure order by source, other_source, measure;

select m.name, c.measure, c.source, c.other_source, c.value, c.other_value
from compared c join model m on m.id = c.model_id
where c.value <> c.other_value
order by abs(c.other_value - c.value) desc, m.name, c.measure, c.source, c.other_source
limit @top;
