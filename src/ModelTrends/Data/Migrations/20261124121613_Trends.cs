using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Trends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "country_cube",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    publisher_country = table.Column<string>(type: "text", nullable: false),
                    origin_country = table.Column<string>(type: "text", nullable: false),
                    task_group = table.Column<short>(type: "smallint", nullable: false),
                    size_class = table.Column<short>(type: "smallint", nullable: false),
                    relation = table.Column<short>(type: "smallint", nullable: false),
                    vintage = table.Column<short>(type: "smallint", nullable: false),
                    flags = table.Column<int>(type: "integer", nullable: false),
                    models = table.Column<long>(type: "bigint", nullable: false),
                    new_models = table.Column<long>(type: "bigint", nullable: false),
                    downloads_30d = table.Column<long>(type: "bigint", nullable: false),
                    downloads_all_time = table.Column<long>(type: "bigint", nullable: false),
                    likes = table.Column<long>(type: "bigint", nullable: false),
                    downloads = table.Column<long>(type: "bigint", nullable: false),
                    new_likes = table.Column<long>(type: "bigint", nullable: false),
                    interpolated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                });

            // EF Core cannot say "partition by"; the columns are those of Data/Tables/Flow.cs.
            migrationBuilder.Sql("""
                create table flow (
                    source_id integer not null,
                    day date not null,
                    model_id integer not null,
                    downloads bigint not null,
                    likes bigint not null,
                    correction bigint not null,
                    flags smallint not null,
                    constraint pk_flow primary key (source_id, day, model_id)
                ) partition by range (day);

                -- The share of one root in a count that is split: parts of one count telescope to the whole.
                create function part_of(value bigint, part_from integer, part_to integer, parts integer) returns bigint
                language sql immutable parallel safe
                return case when parts is null or parts = 1 then value
                  else round(value::numeric * part_to / parts)::bigint - round(value::numeric * part_from / parts)::bigint end;
                """);

            migrationBuilder.CreateTable(
                name: "lab_cube",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    lens = table.Column<short>(type: "smallint", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    lab_id = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<string>(type: "text", nullable: true),
                    generation = table.Column<string>(type: "text", nullable: true),
                    task_group = table.Column<short>(type: "smallint", nullable: false),
                    size_class = table.Column<short>(type: "smallint", nullable: false),
                    relation = table.Column<short>(type: "smallint", nullable: false),
                    flags = table.Column<int>(type: "integer", nullable: false),
                    models = table.Column<long>(type: "bigint", nullable: false),
                    new_models = table.Column<long>(type: "bigint", nullable: false),
                    downloads_30d = table.Column<long>(type: "bigint", nullable: false),
                    downloads_all_time = table.Column<long>(type: "bigint", nullable: false),
                    likes = table.Column<long>(type: "bigint", nullable: false),
                    downloads = table.Column<long>(type: "bigint", nullable: false),
                    new_likes = table.Column<long>(type: "bigint", nullable: false),
                    interpolated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "model_trait",
                columns: table => new
                {
                    model_id = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    task_group = table.Column<short>(type: "smallint", nullable: false),
                    size_class = table.Column<short>(type: "smallint", nullable: false),
                    relation = table.Column<short>(type: "smallint", nullable: false),
                    vintage = table.Column<short>(type: "smallint", nullable: false),
                    flags = table.Column<int>(type: "integer", nullable: false),
                    released = table.Column<DateOnly>(type: "date", nullable: true),
                    rules_version = table.Column<short>(type: "smallint", nullable: false),
                    source_hash = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_trait", x => new { x.model_id, x.valid_from });
                });

            migrationBuilder.CreateTable(
                name: "trend_day",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    set_id = table.Column<int>(type: "integer", nullable: true),
                    models = table.Column<int>(type: "integer", nullable: false),
                    has_downloads_30d = table.Column<bool>(type: "boolean", nullable: false),
                    has_downloads_all_time = table.Column<bool>(type: "boolean", nullable: false),
                    has_likes = table.Column<bool>(type: "boolean", nullable: false),
                    has_trending = table.Column<bool>(type: "boolean", nullable: false),
                    flags = table.Column<short>(type: "smallint", nullable: false),
                    raw_total = table.Column<long>(type: "bigint", nullable: true),
                    raw_loss = table.Column<long>(type: "bigint", nullable: true),
                    large_models = table.Column<int>(type: "integer", nullable: true),
                    large_unmoved = table.Column<int>(type: "integer", nullable: true),
                    derived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trend_day", x => new { x.source_id, x.day });
                });

            migrationBuilder.CreateIndex(
                name: "ix_country_cube_source_id_day",
                table: "country_cube",
                columns: new[] { "source_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_flow_model_id_day",
                table: "flow",
                columns: new[] { "model_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_lab_cube_source_id_lens_day",
                table: "lab_cube",
                columns: new[] { "source_id", "lens", "day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function part_of;");

            migrationBuilder.DropTable(
                name: "country_cube");

            migrationBuilder.DropTable(
                name: "flow");

            migrationBuilder.DropTable(
                name: "lab_cube");

            migrationBuilder.DropTable(
                name: "model_trait");

            migrationBuilder.DropTable(
                name: "trend_day");
        }
    }
}
