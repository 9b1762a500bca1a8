-- Counters of the source's usable days, model by model. @from: only from that day; @models: only these.
select o.model_id, o.day, o.downloads_all_time, o.likes, (m.created_at at time zone 'UTC')::date
from trend_day d
join observation o on o.day = d.day and o.set_id = d.set_id
join model m on m.id = o.model_id
where d.source_id = @source_id and d.day >= @from and (@models::integer[] is null or o.model_id = any(@models))
order by o.model_id, o.day
