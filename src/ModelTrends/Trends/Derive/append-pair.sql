-- Flows between two neighbouring good sets. Models that need their history go to slow_model; the plain difference of all others is
-- spread over the days between by telescoping sums, exactly as Domain.Counters.CounterCleaner does.
insert into slow_model (model_id)
select new.model_id
from trend_day d
join observation new on new.day = d.day and new.set_id = d.set_id
left join (
  select o.model_id, o.downloads_all_time, o.likes
  from trend_day p join observation o on o.day = p.day and o.set_id = p.set_id
  where p.source_id = @source_id and p.day = @previous and o.day = @previous
) old on old.model_id = new.model_id
where d.source_id = @source_id and d.day = @day and new.day = @day
  and (old.model_id is null or new.downloads_all_time < old.downloads_all_time
    or (new.downloads_all_time is null) <> (old.downloads_all_time is null) or (new.likes is null) <> (old.likes is null))
on conflict do nothing;

insert into new_flow (source_id, day, model_id, downloads, likes, correction, flags)
select @source_id, @previous::date + k, model_id, downloads, likes, 0, case when @days = 1 or downloads_total is null then 0 when @is_stall then 2 else 1 end
from (
  select new.model_id, k, new.downloads_all_time - old.downloads_all_time as downloads_total,
    case when @days = 1 then coalesce(new.downloads_all_time - old.downloads_all_time, 0) * 1000000
      else coalesce(spread_part(new.downloads_all_time - old.downloads_all_time, k, @days), 0) end as downloads,
    case when @days = 1 then coalesce(new.likes - old.likes, 0)::bigint * 1000000
      else coalesce(spread_part((new.likes - old.likes)::bigint, k, @days), 0) end as likes
  from trend_day d
  join trend_day p on p.source_id = d.source_id and p.day = @previous
  join observation new on new.day = d.day and new.set_id = d.set_id
  join observation old on old.day = p.day and old.set_id = p.set_id and old.model_id = new.model_id
  cross join generate_series(1, @days) k
  where d.source_id = @source_id and d.day = @day and new.day = @day and old.day = @previous
) spread
where (downloads <> 0 or likes <> 0) and not exists (select 1 from slow_model s where s.model_id = spread.model_id);
