-- For each word of a question that no popular name has as a part: those that differ from it in few letters, the fewest slips and the most
-- downloads first. Two letters in each other's place are two slips. Parameter: @words (lower case).
select w.place::integer, n.word
from unnest(@words) with ordinality w (word, place)
cross join lateral (
  select v.word, levenshtein_less_equal(w.word, v.word, 2) as slips, v.downloads
  from popular_word v
  where length(w.word) between 4 and 40
    and (v.word % w.word or (left(v.word, 1) = left(w.word, 1) and length(v.word) between length(w.word) - 1 and length(w.word) + 1))
    and levenshtein_less_equal(w.word, v.word, 2) <= 2
  order by slips, v.downloads desc, v.word
  limit 3
) n
where not exists (select from popular_word v where v.word like '%' || w.word || '%')
order by w.place, n.slips, n.downloads desc, n.word
