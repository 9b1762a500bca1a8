(
  -- Whether row s says something of model m that is not stored yet. That it is older than was known is settled for all rows at once.
  s.name <> m.name
  or (s.created_at is not null and m.created_at is null)
  or (s.pipeline_tag is not null and s.pipeline_tag is distinct from m.pipeline_tag)
  or (s.library_name is not null and s.library_name is distinct from m.library_name)
  or (s.parameters is not null and s.parameters is distinct from m.parameters)
  or (cardinality(s.base_names) > 0 and cardinality(m.base_names) = 0)
  -- An older file may move the beginning of a name, which is the model's own beginning unless it has borne several.
  or (s.day < m.last_seen and exists (select from model_name n where n.model_id = m.id and n.name <> m.name))
)
