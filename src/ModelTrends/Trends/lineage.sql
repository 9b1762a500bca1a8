-- Models whose declared lineage ends at one root, the most downloaded first; the root and the one asked for come before them.
with member as materialized (
  -- Whoever built on the root, as the ledger stands or stood.
  select a.model_id, min(a.depth) as depth
  from attribution a
  where a.lens = 0 and {known a} and a.lab_id = @lab and a.root_name = @root
  group by a.model_id
), seen as (
  -- Of them those the source observed on the day.
  select m.id, m.name, m.base_names, m.base_relation, member.depth, o.downloads_30d
  from trend_day d
  join observation o on o.day = d.day and o.set_id = d.set_id
  join member on member.model_id = o.model_id
  join model m on m.id = o.model_id
  where d.source_id = @source_id and d.day = @day
), chosen as materialized (
  select seen.*, count(*) filter (where depth > 0) over () as derivatives, sum(downloads_30d) filter (where depth > 0) over () as downloads
  from seen
  order by (lower(name) = lower(@asked)) desc, depth = 0 desc, downloads_30d desc nulls last, id
  limit @top
), publisher as materialized (
  -- Of the chosen alone, and in one reading of the ledger: what was on record in the past has no index.
  select p.model_id, p.lab_id, p.country
  from attribution p
  where p.lens = 1 and {known p} and p.valid_to is null and p.part_from = 0 and p.model_id = any(array(select id from chosen))
)
select c.name, c.base_names, c.base_relation, c.depth, c.downloads_30d, coalesce(p.lab_id, 'unknown'), coalesce(p.country, 'unknown'), c.derivatives, c.downloads
from chosen c
left join publisher p on p.model_id = c.id
order by (lower(c.name) = lower(@asked)) desc, c.depth = 0 desc, c.downloads_30d desc nulls last, c.id
