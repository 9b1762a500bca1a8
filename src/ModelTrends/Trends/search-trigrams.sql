-- The share of names, 0 to 1, that have each of some trigrams, as it was when PostgreSQL last looked at a sample of the models. It notes the
-- thousand most common; the others are missing. Parameter: @trigrams (lower case).
select t.trigram, t.share
from pg_stats_ext_exprs s
cross join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) t (trigram, share)
where s.statistics_name = 'st_model_name_trigrams' and t.trigram = any(@trigrams)
