-- The counts themselves, once the models are known. Beside rows that were written at once, a second row of a model is not taken.
insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score)
select distinct on (i.day, i.model_id) i.day, s.set_id, i.model_id, i.downloads_30d, i.downloads_all_time, i.likes, i.trending_rank, i.trending_score
from incoming i join sets s on s.day = i.day
where not exists (select from stored_before b where b.day = i.day and b.model_id = i.model_id)
order by i.day, i.model_id, i.number
{conflict};
