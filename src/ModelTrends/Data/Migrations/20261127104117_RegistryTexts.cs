using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class RegistryTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "files_version",
                table: "registry_version",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "followed_at",
                table: "registry_version",
                type: "timestamp with time zone",
                nullable: true);

            // What stands was followed when it was recorded: nothing has to be computed again because of the new column.
            migrationBuilder.Sql("update registry_version set followed_at = recorded_at");

            migrationBuilder.CreateTable(
                name: "registry_text",
                columns: table => new
                {
                    version = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registry_text", x => x.version);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "registry_text");

            migrationBuilder.DropColumn(
                name: "files_version",
                table: "registry_version");

            migrationBuilder.DropColumn(
                name: "followed_at",
                table: "registry_version");
        }
    }
}
