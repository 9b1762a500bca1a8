using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ModelTrends.Data.Migrations;

/// <summary>What search looks through first, and prefixes of names: plain SQL, because these are no rows anybody edits.</summary>
[DbContext(typeof(ModelTrendsDb))]
[Migration("20261127101000_PopularModels")]
public sealed class PopularModels : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table popular_model (
          model_id integer primary key references model (id) on delete cascade,
          name text not null,
          downloads bigint not null
        );
        with last as (
          select distinct on (source_id) source_id, day, set_id from trend_day where set_id is not null order by source_id, day desc
        )
        insert into popular_model (model_id, name, downloads)
        select m.id, m.name, seen.downloads
        from (
          select o.model_id, max(coalesce(o.downloads_30d, 0)) as downloads
          from last join observation o on o.day = last.day and o.set_id = last.set_id
          group by o.model_id order by downloads desc, o.model_id limit 100000
        ) seen
        join model m on m.id = seen.model_id;
        create index ix_popular_model_name on popular_model using gin (name gin_trgm_ops);
        create index ix_popular_model_downloads on popular_model (downloads desc, model_id);
        create index ix_model_name_prefix on model (lower(name) text_pattern_ops);
        create index ix_model_repository_prefix on model (lower(split_part(name, '/', 2)) text_pattern_ops);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop index ix_model_repository_prefix;
        drop index ix_model_name_prefix;
        drop table popular_model;
        """);
}
