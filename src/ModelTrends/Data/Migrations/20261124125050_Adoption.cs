using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Adoption : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "adoption_baseline",
                columns: table => new
                {
                    source_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    size_class = table.Column<short>(type: "smallint", nullable: false),
                    age = table.Column<int>(type: "integer", nullable: false),
                    downloads = table.Column<decimal>(type: "numeric", nullable: true),
                    models = table.Column<int>(type: "integer", nullable: false),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adoption_baseline", x => new { x.source_id, x.name, x.size_class, x.age });
                });

            // Search by part of a name; pg_trgm is a trusted extension, so the database's owner may create it.
            migrationBuilder.Sql("""
                create extension if not exists pg_trgm;
                create index ix_model_name_trgm on model using gin (name gin_trgm_ops);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_model_name_trgm;");

            migrationBuilder.DropTable(
                name: "adoption_baseline");
        }
    }
}
