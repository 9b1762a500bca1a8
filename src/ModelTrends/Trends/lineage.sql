-- Models whose declared lineage ends at one root, the most downloaded first; the root and the one asked for come before them.
with member as (
  -- Whoever built on the root, as the ledger stands or stood.
  select a.model_id, min(a.depth) as depth
  from attribution a
  where a.lens = 0 and {known a} and a.lab_id = @lab and a.root_name = @root
  group by a.model_id
), seen as (
  -- Of them those the source observed on the day.
  select m.id, m.name, m.base_names, m.base_relation, member.depth, o.downloads_30d, coalesce(p.lab_id, 'unknown') as lab_id, coalesce(p.country, 'unknown') as country
  from trend_day d
  join observation o on o.day = d.day and o.set_id = d.set_id
  join member on member.model_id = o.model_id
  join model m on m.id = o.model_id
  left join attribution p on p.model_id = m.id and p.lens = 1 and {known p} and p.part_from = 0
  where d.source_id = @source_id and d.day = @day
)
select name, base_names, base_relation, depth, downloads_30d, lab_id, country,
  count(*) filter (where depth > 0) over () as derivatives, sum(downloads_30d) filter (where depth > 0) over () as downloads
from seen
order by (lower(name) = lower(@asked)) desc, depth = 0 desc, downloads_30d desc nulls last, id
limit @top
