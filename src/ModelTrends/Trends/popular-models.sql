-- The most downloaded models, each by its largest number on the last day of any source. Replaced as a whole: readers see the old list until the new one stands. Parameter: @most.
create temporary table popular on commit drop as
with last as (
  select distinct on (source_id) source_id, day, set_id from trend_day where set_id is not null order by source_id, day desc
)
select m.id as model_id, m.name, seen.downloads
from (
  select o.model_id, max(coalesce(o.downloads_30d, 0)) as downloads
  from last join observation o on o.day = last.day and o.set_id = last.set_id
  group by o.model_id order by downloads desc, o.model_id limit @most
) seen
join model m on m.id = seen.model_id;

delete from popular_model p where not exists (select from popular n where n.model_id = p.model_id);

insert into popular_model (model_id, name, downloads)
select model_id, name, downloads from popular
on conflict (model_id) do update set name = excluded.name, downloads = excluded.downloads
where (popular_model.name, popular_model.downloads) is distinct from (excluded.name, excluded.downloads);

-- The words of their names, each with the downloads of the models that bear it: what a misspelt word is compared with. Parameter: @most_words.
create temporary table words on commit drop as
select word, sum(downloads) as downloads
from popular_model cross join lateral regexp_split_to_table(lower(name), '[^a-z0-9.]+') word
where length(word) between 3 and 40 and word ~ '[a-z]'
group by word order by downloads desc, word limit @most_words;

delete from popular_word p where not exists (select from words n where n.word = p.word);

insert into popular_word (word, downloads)
select word, downloads from words
on conflict (word) do update set downloads = excluded.downloads
where popular_word.downloads <> excluded.downloads;
