-- What every model adds to a day's totals: one row per day, model and root. Counts are millionths; a split merge gives each root its
-- part, and the parts sum to the whole. @as_of: the ledger as it was recorded then; null: as it stands.
select fact.day, fact.model_id,
  coalesce(p.country, 'unknown') as publisher_country, coalesce(p.lab_id, 'unknown') as publisher_lab, p.family_id as publisher_family, p.generation as publisher_generation,
  coalesce(o.country, 'unknown') as origin_country, coalesce(o.lab_id, 'unknown') as origin_lab, o.family_id as origin_family, o.generation as origin_generation,
  coalesce(t.task_group, 0)::smallint as task_group, coalesce(t.size_class, 0)::smallint as size_class, coalesce(t.relation, 0)::smallint as relation, coalesce(t.vintage, 0)::smallint as vintage,
  (coalesce(t.flags, 0) & 1)
    | case when coalesce(t.flags, 0) & 2 <> 0 and greatest(fact.seen_all_time, fact.seen_30d) >= 1000
             and (coalesce(o.depth, 0) = 0 or (o.lab_id = p.lab_id and o.lab_id <> 'unknown')) then 4 else 0 end
    | case when fact.day - t.released between 0 and 365 then 8 else 0 end as flags,
  part_of(case when fact.listed then 1000000 else 0 end, o.part_from, o.part_to, o.parts) as models,
  part_of(case when fact.listed and t.released <= fact.day and t.released > coalesce(fact.previous_day, fact.day - 1) then 1000000 else 0 end, o.part_from, o.part_to, o.parts) as new_models,
  part_of(case when fact.listed then fact.seen_30d * 1000000 else 0 end, o.part_from, o.part_to, o.parts) as downloads_30d,
  part_of(case when fact.listed then fact.seen_all_time * 1000000 else 0 end, o.part_from, o.part_to, o.parts) as downloads_all_time,
  part_of(case when fact.listed then fact.likes * 1000000 else 0 end, o.part_from, o.part_to, o.parts) as likes,
  part_of(fact.downloads, o.part_from, o.part_to, o.parts) as downloads,
  part_of(fact.new_likes, o.part_from, o.part_to, o.parts) as new_likes,
  part_of(case when fact.flow_flags & 7 <> 0 then fact.downloads else 0 end, o.part_from, o.part_to, o.parts) as interpolated
from (
  -- A day without a set of its own borrows the last set's counters to know how large a model is, and nothing else.
  select coalesce(s.day, f.day) as day, coalesce(s.model_id, f.model_id) as model_id, coalesce(s.listed, false) as listed, s.previous_day,
    coalesce(s.downloads_30d, 0) as seen_30d, coalesce(s.downloads_all_time, 0) as seen_all_time, coalesce(s.likes, 0)::bigint as likes,
    coalesce(f.downloads, 0) as downloads, coalesce(f.likes, 0) as new_likes, coalesce(f.flags, 0) as flow_flags
  from (
    select d.day, d.set_id is not null as listed, d.previous_day, seen.model_id, seen.downloads_30d, seen.downloads_all_time, seen.likes
    from (
      select t.day, t.set_id, last.day as seen_day, last.set_id as seen_set, previous.day as previous_day
      from trend_day t
      left join lateral (select l.day, l.set_id from trend_day l where l.source_id = t.source_id and l.day <= t.day and l.set_id is not null order by l.day desc limit 1) last on true
      left join lateral (select l.day from trend_day l where l.source_id = t.source_id and l.day < t.day and l.set_id is not null order by l.day desc limit 1) previous on true
      where t.source_id = @source_id and t.day between @from and @to
    ) d
    join observation seen on seen.day = d.seen_day and seen.set_id = d.seen_set
  ) s
  full join (select day, model_id, downloads, likes, flags from flow where source_id = @source_id and day between @from and @to) f on f.day = s.day and f.model_id = s.model_id
  where coalesce(s.listed, false) or f.model_id is not null
) fact
left join model_trait t on t.model_id = fact.model_id and t.valid_from <= fact.day and (t.valid_to is null or t.valid_to > fact.day)
left join attribution p on p.model_id = fact.model_id and p.lens = 1 and {ledger p fact.day}
left join attribution o on o.model_id = fact.model_id and o.lens = 0 and {ledger o fact.day}
