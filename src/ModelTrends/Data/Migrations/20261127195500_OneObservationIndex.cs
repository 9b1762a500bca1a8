using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ModelTrends.Data.Migrations;

/// <summary>The key of observations is their only index (ADR 7). Under <c>if exists</c>, as an operator may have taken it away for a large import.</summary>
[DbContext(typeof(ModelTrendsDb))]
[Migration("20261127195500_OneObservationIndex")]
public sealed class OneObservationIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop index if exists ix_observation_model_id_day;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create index ix_observation_model_id_day on observation (model_id, day);");
}
