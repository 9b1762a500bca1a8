using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class FrozenCharts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "frozen_chart",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    query = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    data_sha256 = table.Column<string>(type: "text", nullable: false),
                    methodology_version = table.Column<string>(type: "text", nullable: false),
                    attribution_version = table.Column<string>(type: "text", nullable: true),
                    data_through = table.Column<DateOnly>(type: "date", nullable: true),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    files = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_frozen_chart", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "frozen_chart");
        }
    }
}
