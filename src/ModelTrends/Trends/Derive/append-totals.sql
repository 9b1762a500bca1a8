-- What rose and what fell between the two last sets.
select coalesce(sum(greatest(new.downloads_all_time - old.downloads_all_time, 0)), 0)::bigint, coalesce(sum(least(new.downloads_all_time - old.downloads_all_time, 0)), 0)::bigint
from trend_day d
join trend_day p on p.source_id = d.source_id and p.day = @previous
join observation new on new.day = d.day and new.set_id = d.set_id
join observation old on old.day = p.day and old.set_id = p.set_id and old.model_id = new.model_id
where d.source_id = @source_id and d.day = @day and new.day = @day and old.day = @previous
