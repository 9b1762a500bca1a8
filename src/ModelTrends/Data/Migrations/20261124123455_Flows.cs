using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Flows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "counter_fall",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    model_id = table.Column<int>(type: "integer", nullable: false),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counter_fall", x => new { x.source_id, x.model_id });
                });

            migrationBuilder.Sql("""
                -- Day k of a difference spread evenly over some days, in millionths: rounded sums telescope, half is rounded away from zero.
                create function spread_part(total bigint, k integer, days integer) returns bigint
                language sql immutable parallel safe
                return (sign(total) * (div(abs(total)::numeric * 1000000 * k * 2 + days, 2 * days) - div(abs(total)::numeric * 1000000 * (k - 1) * 2 + days, 2 * days)))::bigint;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function spread_part;");

            migrationBuilder.DropTable(
                name: "counter_fall");
        }
    }
}
