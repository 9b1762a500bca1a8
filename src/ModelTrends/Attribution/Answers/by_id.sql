select id, hub_id, name, (created_at at time zone 'UTC')::date, state = 'Listed', base_names, base_hub_ids, first_seen from model where id = @id
