-- By the name it bears, else by one it has borne; the newest repository wins where a name was given twice.
select m.id, m.name, (m.created_at at time zone 'UTC')::date
from model m
where m.id in (select id from model where name = @name union all select model_id from model_name where name = @name)
order by m.name = @name desc, m.created_at desc nulls last, m.id desc
limit 1
