-- What a (side 1) and b (side 2) had on each day, and all others (side 0), under both lenses and by what decides a population: all
-- definitions and measures from one reading of the cube, which thirty-two questions of their own would read thirty-two times.
select cube.day, {origin} as origin_side, {publisher} as publisher_side,
  cube.task_group = @language as is_language, cube.flags & @mainline <> 0 as is_mainline, cube.flags & @first_year <> 0 as is_first_year,
  sum(cube.downloads)::bigint, sum(cube.downloads_30d)::bigint, sum(cube.downloads_all_time)::bigint, sum(cube.likes)::bigint
from {cube} cube
where cube.source_id = @source_id and cube.day between @from and @to and {where}
group by 1, 2, 3, 4, 5, 6
