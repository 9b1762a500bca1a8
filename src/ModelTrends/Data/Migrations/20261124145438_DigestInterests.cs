using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class DigestInterests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "interests",
                table: "digest_text",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "interests",
                table: "digest_text");
        }
    }
}
