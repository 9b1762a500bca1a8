-- Rows of models the file tells something of, or that are not known for certain: all rows of each, since the last may correct the others.
create temporary table told on commit drop as
select s.*, coalesce(s.hub_id, lower(s.name)) as key, case when s.name like '%/%' then lower(split_part(s.name, '/', 1)) else '' end as namespace
from staged s
left join incoming i on i.number = s.number
where {is_any} and (i.number is null or i.model_id in (select model_id from incoming where told));
delete from incoming where {is_any} and model_id in (select model_id from incoming where told);
analyze told;
