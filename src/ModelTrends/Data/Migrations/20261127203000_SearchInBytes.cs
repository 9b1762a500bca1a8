using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ModelTrends.Data.Migrations;

/// <summary>
/// Popular names in lower case, compared byte by byte, in the order of their downloads; words by first letter and length, as slips of the pen
/// are looked for; and how common each trigram of names is, so that search need not go through the common ones.
/// </summary>
[DbContext(typeof(ModelTrendsDb))]
[Migration("20261127203000_SearchInBytes")]
public sealed class SearchInBytes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table popular_model add column name_lower text collate "C" not null generated always as (lower(name)) stored;
        drop index ix_popular_model_name;
        create index ix_popular_model_name on popular_model using gin (name_lower gin_trgm_ops);
        drop index ix_popular_model_downloads;
        create index ix_popular_model_downloads on popular_model (downloads desc, model_id) include (name_lower);
        create index ix_popular_word_beginning on popular_word (left(word, 1), length(word), downloads desc, word);
        create statistics st_model_name_trigrams on (show_trgm(name)) from model;
        analyze popular_model, popular_word, model;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop statistics st_model_name_trigrams;
        drop index ix_popular_word_beginning;
        drop index ix_popular_model_downloads;
        create index ix_popular_model_downloads on popular_model (downloads desc, model_id);
        drop index ix_popular_model_name;
        create index ix_popular_model_name on popular_model using gin (name gin_trgm_ops);
        alter table popular_model drop column name_lower;
        """);
}
