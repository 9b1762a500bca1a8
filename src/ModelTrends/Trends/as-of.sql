-- The totals as the ledger stood at @as_of, in the shape of a cube.
(
  select day, publisher_country, origin_country, case when @lens = 0 then origin_country else publisher_country end as country,
    case when @lens = 0 then origin_lab else publisher_lab end as lab_id, case when @lens = 0 then origin_family else publisher_family end as family_id,
    case when @lens = 0 then origin_generation else publisher_generation end as generation, @source_id as source_id, @lens as lens,
    task_group, size_class, relation, vintage, flags, models, new_models, downloads_30d, downloads_all_time, likes, downloads, new_likes, interpolated
  from (
    {part}
  ) part
)
