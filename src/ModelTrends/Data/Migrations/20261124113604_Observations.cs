using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Observations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attribution",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    model_id = table.Column<int>(type: "integer", nullable: false),
                    lens = table.Column<short>(type: "smallint", nullable: false),
                    lab_id = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<string>(type: "text", nullable: true),
                    generation = table.Column<string>(type: "text", nullable: true),
                    part_from = table.Column<int>(type: "integer", nullable: false),
                    part_to = table.Column<int>(type: "integer", nullable: false),
                    parts = table.Column<int>(type: "integer", nullable: false),
                    root_name = table.Column<string>(type: "text", nullable: false),
                    root_model_id = table.Column<int>(type: "integer", nullable: true),
                    depth = table.Column<int>(type: "integer", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attribution", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "model",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    hub_id = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pipeline_tag = table.Column<string>(type: "text", nullable: true),
                    library_name = table.Column<string>(type: "text", nullable: true),
                    parameters = table.Column<long>(type: "bigint", nullable: true),
                    base_relation = table.Column<string>(type: "text", nullable: true),
                    base_names = table.Column<string[]>(type: "text[]", nullable: false),
                    base_hub_ids = table.Column<string[]>(type: "text[]", nullable: false),
                    first_seen = table.Column<DateOnly>(type: "date", nullable: false),
                    last_seen = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model", x => x.id);
                });

            // EF Core cannot say "partition by"; the columns are those of Data/Tables/Observation.cs.
            migrationBuilder.Sql("""
                create table observation (
                    day date not null,
                    set_id integer not null,
                    model_id integer not null,
                    downloads_30d bigint,
                    downloads_all_time bigint,
                    likes integer,
                    trending_rank integer,
                    trending_score double precision,
                    constraint pk_observation primary key (day, set_id, model_id)
                ) partition by range (day);
                """);

            migrationBuilder.CreateTable(
                name: "source",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    licence = table.Column<string>(type: "text", nullable: true),
                    credit = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: true),
                    coverage = table.Column<string>(type: "text", nullable: false),
                    coverage_note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "model_name",
                columns: table => new
                {
                    model_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    first_seen = table.Column<DateOnly>(type: "date", nullable: false),
                    last_seen = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_name", x => new { x.model_id, x.name });
                    table.ForeignKey(
                        name: "fk_model_name_model_model_id",
                        column: x => x.model_id,
                        principalTable: "model",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "observation_set",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    quality = table.Column<string>(type: "text", nullable: false),
                    models = table.Column<int>(type: "integer", nullable: false),
                    pages = table.Column<int>(type: "integer", nullable: false),
                    requests = table.Column<int>(type: "integer", nullable: false),
                    skipped_rows = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<string>(type: "text", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation_set", x => x.id);
                    table.ForeignKey(
                        name: "fk_observation_set_source_source_id",
                        column: x => x.source_id,
                        principalTable: "source",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attribution_current",
                table: "attribution",
                columns: new[] { "model_id", "lens" },
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_attribution_recorded_at",
                table: "attribution",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_model_hub_id",
                table: "model",
                column: "hub_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_model_name",
                table: "model",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_model_namespace",
                table: "model",
                column: "namespace");

            migrationBuilder.CreateIndex(
                name: "ix_model_name_name",
                table: "model_name",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_observation_model_id_day",
                table: "observation",
                columns: new[] { "model_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_set_source_id_day",
                table: "observation_set",
                columns: new[] { "source_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_source_key",
                table: "source",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attribution");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "model_name");

            migrationBuilder.DropTable(
                name: "observation");

            migrationBuilder.DropTable(
                name: "observation_set");

            migrationBuilder.DropTable(
                name: "model");

            migrationBuilder.DropTable(
                name: "source");
        }
    }
}
