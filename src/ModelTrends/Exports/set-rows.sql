-- One set in an order that does not depend on the database it comes from. Parameters: @set_id, @day.
select o.day, m.name, m.hub_id, o.downloads_30d, o.downloads_all_time, o.likes, o.trending_rank, o.trending_score,
  m.pipeline_tag, m.library_name, m.created_at, array_to_string(m.base_names, ';'), m.base_relation, m.parameters
from observation o
join model m on m.id = o.model_id
where o.day = @day and o.set_id = @set_id
order by m.name collate "C", m.hub_id collate "C" nulls first;
