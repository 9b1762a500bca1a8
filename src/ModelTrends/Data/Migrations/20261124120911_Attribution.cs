using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class Attribution : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attribution_total",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    lens = table.Column<short>(type: "smallint", nullable: false),
                    lab_id = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<string>(type: "text", nullable: true),
                    generation = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    models = table.Column<decimal>(type: "numeric", nullable: false),
                    downloads_30d = table.Column<decimal>(type: "numeric", nullable: false),
                    downloads_all_time = table.Column<decimal>(type: "numeric", nullable: true),
                    likes = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attribution_total", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "error_report",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    evidence_url = table.Column<string>(type: "text", nullable: true),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_error_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "namespace_tag",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    lab_id = table.Column<string>(type: "text", nullable: false),
                    lab_name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    evidence_url = table.Column<string>(type: "text", nullable: false),
                    evidence_note = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_namespace_tag", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "registry_version",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    version = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    labs = table.Column<int>(type: "integer", nullable: false),
                    namespaces = table.Column<int>(type: "integer", nullable: false),
                    families = table.Column<int>(type: "integer", nullable: false),
                    report = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registry_version", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unknown_namespace",
                columns: table => new
                {
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    models = table.Column<int>(type: "integer", nullable: false),
                    downloads_30d = table.Column<long>(type: "bigint", nullable: false),
                    likes = table.Column<long>(type: "bigint", nullable: false),
                    top_model = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unknown_namespace", x => x.@namespace);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attribution_current_family",
                table: "attribution",
                columns: new[] { "family_id", "lens" },
                filter: "superseded_at is null and family_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_attribution_current_lab",
                table: "attribution",
                columns: new[] { "lab_id", "lens" },
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_attribution_total_family_id",
                table: "attribution_total",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "ix_attribution_total_lab_id",
                table: "attribution_total",
                column: "lab_id");

            migrationBuilder.CreateIndex(
                name: "ix_error_report_closed_at_reported_at",
                table: "error_report",
                columns: new[] { "closed_at", "reported_at" });

            migrationBuilder.CreateIndex(
                name: "ix_namespace_tag_current",
                table: "namespace_tag",
                column: "namespace",
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_registry_version_recorded_at",
                table: "registry_version",
                column: "recorded_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attribution_total");

            migrationBuilder.DropTable(
                name: "error_report");

            migrationBuilder.DropTable(
                name: "namespace_tag");

            migrationBuilder.DropTable(
                name: "registry_version");

            migrationBuilder.DropTable(
                name: "unknown_namespace");

            migrationBuilder.DropIndex(
                name: "ix_attribution_current_family",
                table: "attribution");

            migrationBuilder.DropIndex(
                name: "ix_attribution_current_lab",
                table: "attribution");
        }
    }
}
