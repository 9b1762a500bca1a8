using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class BouncesSeen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "mailbox_look",
                columns: table => new
                {
                    mailbox = table.Column<string>(type: "text", nullable: false),
                    looked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trouble = table.Column<string>(type: "text", nullable: true),
                    trouble_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_look", x => x.mailbox);
                });

            migrationBuilder.CreateTable(
                name: "unmatched_bounce",
                columns: table => new
                {
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    noticed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: true),
                    is_reader = table.Column<bool>(type: "boolean", nullable: false),
                    message_id = table.Column<string>(type: "text", nullable: true),
                    said = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unmatched_bounce", x => x.fingerprint);
                });

            migrationBuilder.CreateIndex(
                name: "ix_unmatched_bounce_noticed_at",
                table: "unmatched_bounce",
                column: "noticed_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailbox_look");

            migrationBuilder.DropTable(
                name: "unmatched_bounce");
        }
    }
}
