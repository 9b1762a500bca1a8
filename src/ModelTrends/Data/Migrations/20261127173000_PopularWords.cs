using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ModelTrends.Data.Migrations;

/// <summary>The words of popular names, among which a misspelt one is looked for: plain SQL, because these are no rows anybody edits.</summary>
[DbContext(typeof(ModelTrendsDb))]
[Migration("20261127173000_PopularWords")]
public sealed class PopularWords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create extension if not exists fuzzystrmatch;
        create table popular_word (
          word text primary key,
          downloads numeric not null
        );
        insert into popular_word (word, downloads)
        select word, sum(downloads) as downloads
        from popular_model cross join lateral regexp_split_to_table(lower(name), '[^a-z0-9.]+') word
        where length(word) between 3 and 40 and word ~ '[a-z]'
        group by word order by downloads desc, word limit 50000;
        create index ix_popular_word_trigrams on popular_word using gin (word gin_trgm_ops);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table popular_word;");
}
