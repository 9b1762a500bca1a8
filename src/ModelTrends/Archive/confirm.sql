-- Most rows of most files speak of a model that is known and say nothing new of it but its counts: those are done with here, in one pass.

-- Sorts and hashes of a whole-Hub day; the few megabytes a question gets would send them to the disk. One import runs at a time.
set local work_mem = '384MB';
set local jit = off;

analyze staged (day, name, hub_id);
insert into incoming
select s.number, s.day, m.id, s.downloads_30d, s.downloads_all_time, s.likes, s.trending_rank, s.trending_score, {is_told}, s.day < m.first_seen
from staged s join model m on m.hub_id = s.hub_id;

-- Rows without id, where their name leaves no choice: one model alone bears it or has borne it.
insert into incoming
select s.number, s.day, m.id, s.downloads_30d, s.downloads_all_time, s.likes, s.trending_rank, s.trending_score, {is_told}, s.day < m.first_seen
from staged s
join (
  select f.name, min(n.model_id) as model_id
  from (select distinct name from staged where hub_id is null) f join model_name n on lower(n.name) = lower(f.name)
  group by f.name having min(n.model_id) = max(n.model_id)
) b on b.name = s.name
join model m on m.id = b.model_id
where s.hub_id is null and {has_rows_without_id};

-- How many speak of models that are known, how many of them tell something, and how many models there are.
select count(*), count(*) filter (where told), (select greatest(reltuples, 0)::bigint from pg_class where oid = 'model'::regclass) from incoming;
