-- For each word of a question that no popular name has as a part: those that differ from it in few letters, the fewest slips and the most
-- downloads first. Two letters in each other's place are two slips. Parameter: @words (lower case).
with asked as materialized (
  -- Shorter ones have hardly a trigram by which to find them, and two slips make anything of them.
  select place, word from unnest(@words) with ordinality w (word, place) where length(word) between 4 and 40
)
select w.place::integer, n.word
from asked w
cross join lateral (
  select v.word, levenshtein_less_equal(w.word, v.word, 2) as slips, v.downloads
  from (
    select word, downloads from popular_word where word % w.word
    union
    -- Where a slip leaves no trigram. Numbered names make tens of thousands of words of one length; the most downloaded are what people mean.
    select same.word, same.downloads
    from generate_series(length(w.word) - 1, length(w.word) + 1) letters
    cross join lateral (
      select word, downloads from popular_word
      where left(word, 1) = left(w.word, 1) and length(word) = letters
      order by downloads desc, word limit 2000
    ) same
  ) v
  where levenshtein_less_equal(w.word, v.word, 2) <= 2
  order by slips, v.downloads desc, v.word
  limit 3
) n
where not exists (select from popular_word v where v.word like '%' || w.word || '%')
order by w.place, n.slips, n.downloads desc, n.word
