-- Models that can have a trailing median of 2,000 a day: no fewer than three such days lie behind them.
select coalesce(array_agg(o.model_id), '{}')
from trend_day d
join observation o on o.day = d.day and o.set_id = d.set_id
where d.source_id = @source_id and d.day = @previous and o.day = @previous and o.downloads_all_time >= 6000 and coalesce(o.downloads_30d, 60000) >= 6000
