select id, hub_id, name, coalesce((created_at at time zone 'UTC')::date, first_seen), state = 'Listed', base_names, base_hub_ids from model where id = @id
