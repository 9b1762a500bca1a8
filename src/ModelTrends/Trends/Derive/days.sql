-- One row a day of the source: the last complete set that is not partial stands for the day.
delete from trend_day where source_id = @source_id and day between @from and @to;

insert into trend_day (source_id, day, set_id, models, has_downloads_30d, has_downloads_all_time, has_likes, has_trending, flags)
select @source_id, chosen.day, chosen.id, seen.models, seen.has_downloads_30d, seen.has_downloads_all_time, seen.has_likes, seen.has_trending, 0
from (
  select distinct on (day) day, id
  from observation_set
  where source_id = @source_id and state = 'Complete' and quality <> 'Partial' and day between @from and @to
  order by day, finished_at desc nulls last, id desc
) chosen
cross join lateral (
  select count(*) as models, count(downloads_30d) > 0 as has_downloads_30d, count(downloads_all_time) > 0 as has_downloads_all_time,
    count(likes) > 0 as has_likes, count(trending_rank) > 0 as has_trending
  from observation o where o.day = chosen.day and o.set_id = chosen.id
) seen
where seen.models > 0;

-- A day with nothing but a partial set is known and not used; days between two sets carry spread differences.
insert into trend_day (source_id, day, models, has_downloads_30d, has_downloads_all_time, has_likes, has_trending, flags)
select @source_id, day, 0, false, false, false, false, 1
from observation_set
where source_id = @source_id and state = 'Complete' and quality = 'Partial' and day between @from and @to
group by day
on conflict (source_id, day) do nothing;

insert into trend_day (source_id, day, models, has_downloads_30d, has_downloads_all_time, has_likes, has_trending, flags)
select @source_id, gap::date, 0, false, false, false, false, 0
from (
  select min(day) as first, max(day) as last from trend_day where source_id = @source_id and (has_downloads_all_time or has_likes)
) span, generate_series(span.first, span.last, interval '1 day') gap
on conflict (source_id, day) do nothing;

-- A set a fifth larger or smaller than the one before: shares are not compared across that line. The set after @to has another one before it now.
update trend_day d set flags = (d.flags & ~8::smallint) | case when abs(sized.models - sized.before) > 0.2 * sized.before then 8 else 0 end
from (select day, models, lag(models) over (order by day) as before from trend_day where source_id = @source_id and set_id is not null) sized
where d.source_id = @source_id and d.day = sized.day
  and d.day between @from and coalesce((select min(next.day) from trend_day next where next.source_id = @source_id and next.set_id is not null and next.day > @to), @to)
  and (d.flags & 8 <> 0) <> coalesce(abs(sized.models - sized.before) > 0.2 * sized.before, false);
