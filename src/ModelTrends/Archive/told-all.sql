-- No row is of a model that is known.
analyze staged;
create temporary view told as
select s.*, coalesce(s.hub_id, lower(s.name)) as key, case when s.name like '%/%' then lower(split_part(s.name, '/', 1)) else '' end as namespace
from staged s;
