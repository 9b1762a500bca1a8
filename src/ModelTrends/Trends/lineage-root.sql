-- The root of one model, by its present name in any letter case; without a name the root of most of the day's most downloaded derivatives.
with popular as (
  -- Day and ledger are read once each and laid beside each other: joined, the planner takes a day for one row and reads the ledger, which has no
  -- index over what is past, once a model. Two thousand show which root is built on most; the tail would not change it.
  select model_id, max(root_name) as root_name, max(downloads_30d) as downloads_30d
  from (
    select o.model_id, null::text as root_name, o.downloads_30d, true as is_seen
    from trend_day d
    join observation o on o.day = d.day and o.set_id = d.set_id
    where @asked = '' and d.source_id = @source_id and d.day = @day
    union all
    select b.model_id, b.root_name, null, false
    from attribution b
    where @asked = '' and b.lens = 0 and {known b} and b.part_from = 0 and b.depth > 0 and b.lab_id <> 'unknown'
  ) either
  group by model_id
  having bool_or(is_seen) and count(root_name) > 0
  order by max(downloads_30d) desc nulls last, model_id
  limit 2000
), chosen as materialized (
  select min(model_id) as id from popular group by root_name order by count(*) desc, sum(downloads_30d) desc nulls last, root_name limit 1
)
select a.root_name, a.lab_id, m.name
from model m
join attribution a on a.model_id = m.id and a.lens = 0 and {known a} and a.part_from = 0
where case when @asked <> '' then m.namespace = split_part(lower(@asked), '/', 1) and lower(m.name) = lower(@asked) else m.id = (select id from chosen) end
order by m.state = 'Listed' desc, m.last_seen desc, m.id
limit 1
