-- Models of one day's set by the period of their release and the key, with the most downloaded ones by name. First-party models (the flag 4)
-- are those whose publisher is also the lab at the root.
select released.period, released.key, count(*)::int, (array_agg(released.name order by released.downloads desc nulls last, released.name))[1:@examples]
from (
  select date_trunc(@interval, t.released)::date as period, {key} as key, m.name, o.downloads_30d as downloads
  from observation o
  join model_trait t on t.model_id = o.model_id and t.valid_to is null
  join model m on m.id = o.model_id
  left join attribution a on a.model_id = o.model_id and a.lens = @lens and a.part_from = 0 and {ledger a @day}
  join trend_day d on d.source_id = @source_id and d.day = @day and d.set_id = o.set_id
  where o.day = @day and t.released between @from and @to and {where}
    and ((@flags_on)::int <> 4 or exists (
      select 1 from attribution b where b.model_id = o.model_id and b.lens = 1 - @lens and b.part_from = 0 and b.lab_id = a.lab_id and {ledger b @day}))
) released
group by released.period, released.key
order by released.period, released.key
