-- The totals of some days, replaced as a whole from part.sql.
delete from country_cube where source_id = @source_id and day between @from and @to;
delete from lab_cube where source_id = @source_id and day between @from and @to;

with part as materialized (
  {part}
), country as (
  insert into country_cube (source_id, day, publisher_country, origin_country, task_group, size_class, relation, vintage, flags,
    models, new_models, downloads_30d, downloads_all_time, likes, downloads, new_likes, interpolated)
  select @source_id, day, publisher_country, origin_country, task_group, size_class, relation, vintage, flags,
    sum(models), sum(new_models), sum(downloads_30d), sum(downloads_all_time), sum(likes), sum(downloads), sum(new_likes), sum(interpolated)
  from part
  group by day, publisher_country, origin_country, task_group, size_class, relation, vintage, flags
)
insert into lab_cube (source_id, day, lens, country, lab_id, family_id, generation, task_group, size_class, relation, flags,
  models, new_models, downloads_30d, downloads_all_time, likes, downloads, new_likes, interpolated)
select @source_id, day, 0, origin_country, origin_lab, origin_family, origin_generation, task_group, size_class, relation, flags,
  sum(models), sum(new_models), sum(downloads_30d), sum(downloads_all_time), sum(likes), sum(downloads), sum(new_likes), sum(interpolated)
from part
group by day, origin_country, origin_lab, origin_family, origin_generation, task_group, size_class, relation, flags
union all
select @source_id, day, 1, publisher_country, publisher_lab, publisher_family, publisher_generation, task_group, size_class, relation, flags,
  sum(models), sum(new_models), sum(downloads_30d), sum(downloads_all_time), sum(likes), sum(downloads), sum(new_likes), sum(interpolated)
from part
group by day, publisher_country, publisher_lab, publisher_family, publisher_generation, task_group, size_class, relation, flags;

update trend_day set derived_at = @now where source_id = @source_id and day between @from and @to;
