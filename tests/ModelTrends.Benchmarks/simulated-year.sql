-- A Hub of @models models over @days days up to @last, made as the real one is: few large labs and many small ones, young Chinese models that grow,
-- derivatives by others, weekends, Wednesdays on which young counters stand still. Counters only; flows, shares and boards are derived by the application.
insert into source (id, key, title, coverage) values (1, 'hub', 'Hugging Face Hub', 'Complete'), (2, 'hub:trending', 'Hugging Face Hub, trending list', 'List');

create temporary table maker (n integer, owner text, stem text, weight double precision, trend double precision);
insert into maker values
  (0, 'Qwen', 'Qwen3-', 9, 1.6), (1, 'meta-llama', 'Llama-3.1-', 9, -0.3), (2, 'deepseek-ai', 'DeepSeek-R1-', 5, 0.9), (3, 'google', 'gemma-3-', 6, 0.3), (4, 'openai', 'gpt-oss-', 5, 0.5),
  (5, 'mistralai', 'Mistral-', 4, -0.2), (6, 'microsoft', 'Phi-4-', 3, 0.1), (7, 'zai-org', 'GLM-4.5-', 2, 1.8), (8, 'moonshotai', 'Kimi-K2-', 2, 2.2), (9, 'unsloth', 'Qwen3-', 5, 0.8),
  (10, 'bartowski', 'Llama-3.1-', 2, 0.2), (11, 'nvidia', 'Nemotron-', 3, 0.4), (12, 'HuggingFaceTB', 'SmolLM2-', 2, 0.3), (13, 'tencent', 'Hunyuan-', 1, 0.7), (14, 'LGAI-EXAONE', 'EXAONE-4.0-', 1, 0.4),
  (15, 'ibm-granite', 'granite-3.3-', 2, 0.2), (16, 'CohereLabs', 'aya-expanse-', 1, 0.1), (17, 'tiiuae', 'Falcon3-', 1, 0), (18, 'somebody', 'my-model-', 1, 0.2);

create temporary table made as
select i as id, k.owner || case when k.n = 18 then (i % 400)::text else '' end as owner, k.stem || (array['0.6B', '1B', '4B', '8B', '14B', '32B', '70B', '235B'])[1 + i % 8] || '-' || i as name, k.trend,
  case when i <= @models * 0.15 then -(i % 300) else ((@days - 20) * sqrt((abs(hashint4(i)) % 10000) / 10000.0))::integer end as born,
  k.weight * least(20000, 6 * power((abs(hashint4(i + 99)) % 10000) / 10000.0 + 0.0005, -1.1)) as rate,
  (array[600000000, 1000000000, 4000000000, 8000000000, 14000000000, 32000000000, 70000000000, 235000000000]::bigint[])[1 + i % 8] as parameters, k.n
from generate_series(1, @models) i join maker k on k.n = abs(hashint4(i + 5)) % 19;

insert into model (id, hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
select id, lpad(to_hex(id), 24, '0'), owner || '/' || name, lower(owner), (@last::date - @days + 1 + born)::timestamptz, case when id % 7 = 0 then 'feature-extraction' else 'text-generation' end, 'transformers', parameters,
  case n when 9 then 'quantized' when 10 then 'quantized' end,
  case n when 9 then array['Qwen/Qwen3-8B'] when 10 then array['meta-llama/Llama-3.1-8B'] else '{}' end, '{}', @last::date - @days + 1, @last::date, 'Listed'
from made;

insert into observation_set (id, source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
select d, 1, 'Hub', @last::date - @days + d, (@last::date - @days + d)::timestamptz, (@last::date - @days + d)::timestamptz, 'Complete', 'Good', (select count(*) from made where born < d), 1, 1, 0 from generate_series(1, @days) d;
insert into observation_set (id, source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
select 10000 + d, 2, 'Trending', @last::date - @days + d, (@last::date - @days + d)::timestamptz, (@last::date - @days + d)::timestamptz, 'Complete', 'Good', 100, 1, 1, 0 from generate_series(1, @days) d;

-- Closed form of a counter, so that every day can be written on its own: it only grows.
insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes)
select @last::date - @days + d, d, m.id, (count_at(m.rate, m.trend, d, d - m.born) - count_at(m.rate, m.trend, d - 30, greatest(0, d - 30 - m.born)))::bigint,
  count_at(m.rate, m.trend, case when m.born between 1 and d - 2 and extract(isodow from @last::date - @days + d) = 3 and d % 5 = 0 then d - 1 else d end,
    case when m.born between 1 and d - 2 and extract(isodow from @last::date - @days + d) = 3 and d % 5 = 0 then d - 1 - m.born else d - m.born end)::bigint,
  sqrt(count_at(m.rate, m.trend, d, d - m.born))::integer
from generate_series(1, @days) d join made m on m.born < d;

insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score)
select t.day, 10000 + t.d, t.id, 1, 1, 1, t.place, 1000 / t.place
from (
  select d, @last::date - @days + d as day, m.id, row_number() over (partition by d order by m.rate * (1 + m.trend * d / @days) / (10 + d - m.born) * (1 + (abs(hashint4(m.id + d / 7)) % 100) / 60.0) desc, m.id) as place
  from generate_series(1, @days) d join made m on m.born between d - 120 and d - 1
) t where t.place <= 100;
analyze;
