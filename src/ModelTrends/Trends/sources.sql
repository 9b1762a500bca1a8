-- What every source with a usable day can tell.
select s.id, s.key, s.title, s.coverage, s.coverage_note, min(d.day), max(d.day), count(*)::int, max(d.models)::int,
  bool_or(d.has_downloads_30d), bool_or(d.has_downloads_all_time), bool_or(d.has_likes), bool_or(d.has_trending), max(d.derived_at),
  min(d.day) filter (where d.has_downloads_all_time), max(d.day) filter (where d.has_downloads_all_time and d.flags & 66 = 0),
  min(d.day) filter (where d.has_likes), max(d.day) filter (where d.has_likes and d.flags & 2 = 0),
  coalesce(bool_or(d.flags & 64 <> 0), false)
from source s
join trend_day d on d.source_id = s.id and d.set_id is not null
group by s.id
order by s.key
