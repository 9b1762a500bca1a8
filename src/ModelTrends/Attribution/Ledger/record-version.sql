-- Two processes that start together both want to record the same version; the second finds it standing.
insert into registry_text (version, content) values (@files_version, @content) on conflict (version) do nothing;

insert into registry_version (version, files_version, recorded_at, labs, namespaces, families, report)
select @version, @files_version, @now, @labs, @namespaces, @families, @report
where (select version from registry_version order by id desc limit 1) is distinct from @version;
