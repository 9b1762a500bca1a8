using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Backfill : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "models",
                table: "source",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "backfill_revision",
                columns: table => new
                {
                    dataset = table.Column<string>(type: "text", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    committed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: true),
                    bytes = table.Column<long>(type: "bigint", nullable: true),
                    added = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backfill_revision", x => new { x.dataset, x.file, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "source_model",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    model_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_model", x => new { x.source_id, x.model_id });
                });

            migrationBuilder.Sql("""
                insert into source_model (source_id, model_id)
                select distinct s.source_id, o.model_id from observation_set s join observation o on o.set_id = s.id and o.day = s.day where s.state = 'Complete';
                update source set models = (select count(*) from source_model m where m.source_id = source.id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backfill_revision");

            migrationBuilder.DropTable(
                name: "source_model");

            migrationBuilder.DropColumn(
                name: "models",
                table: "source");
        }
    }
}
