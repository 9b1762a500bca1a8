-- All that decides whether a row only confirms a model. First the models that bear or have borne several names, with each of them: in the order
-- of the key, which is quicker than to gather three million models in a hash.
set local enable_hashagg = off;
set local enable_seqscan = off;
select n.model_id, n.name from model_name n
where n.model_id in (select model_id from model_name group by model_id having count(*) > 1);
set local enable_seqscan = on;
select id, hub_id, name, pipeline_tag, library_name, parameters, first_seen, created_at is not null, cardinality(base_names) > 0 from model;
