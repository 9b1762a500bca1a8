-- By present name in any letter case (the namespace narrows it), else by a name it bore; listed models come first.
select id from (
  select m.id, 0 as rank, m.state, m.last_seen from model m where m.namespace = @namespace and lower(m.name) = lower(@name)
  union all
  select m.id, 1, m.state, m.last_seen from model_name n join model m on m.id = n.model_id where n.name = @name
) found
order by rank, state = 'Listed' desc, last_seen desc, id desc
limit 1
