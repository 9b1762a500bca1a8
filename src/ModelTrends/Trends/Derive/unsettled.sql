-- What models whose counter fell and may still come back usually gain in a day: the mean of up to seven days until the last that is known of
-- them. @first: the source's first reading, flows begin the day after.
select open.since, (coalesce(sum(f.downloads), 0) / least(7, open.since - @first::date))::bigint as usual
from unnest(@models, @since) as open (model_id, since)
join flow f on f.source_id = @source_id and f.model_id = open.model_id and f.day > open.since - 7 and f.day <= open.since
where open.since > @first::date
group by open.since
order by open.since
