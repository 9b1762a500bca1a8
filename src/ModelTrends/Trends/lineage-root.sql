-- The root of one model, by its present name in any letter case; without a name the root of most of the day's most downloaded derivatives.
select a.root_name, a.lab_id, m.name
from model m
join attribution a on a.model_id = m.id and a.lens = 0 and {known a} and a.part_from = 0
where case when @asked <> '' then m.namespace = split_part(lower(@asked), '/', 1) and lower(m.name) = lower(@asked)
  else m.id = (
    select min(popular.model_id)
    from (
      -- Two thousand show which root is built on most; the tail would not change it.
      select o.model_id, b.root_name, o.downloads_30d
      from trend_day d
      join observation o on o.day = d.day and o.set_id = d.set_id
      join attribution b on b.model_id = o.model_id and b.lens = 0 and {known b} and b.part_from = 0 and b.depth > 0 and b.lab_id <> 'unknown'
      where d.source_id = @source_id and d.day = @day
      order by o.downloads_30d desc nulls last, o.model_id
      limit 2000) popular
    group by popular.root_name
    order by count(*) desc, sum(popular.downloads_30d) desc nulls last, popular.root_name
    limit 1)
  end
order by m.state = 'Listed' desc, m.last_seen desc, m.id
limit 1
