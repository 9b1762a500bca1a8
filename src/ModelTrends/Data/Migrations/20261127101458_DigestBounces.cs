using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelTrends.Data.Migrations
{
    /// <inheritdoc />
    public partial class DigestBounces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "bounce",
                table: "digest_delivery",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "bounced_at",
                table: "digest_delivery",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_digest_delivery_message_id",
                table: "digest_delivery",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_digest_delivery_sent",
                table: "digest_delivery",
                column: "sent_at",
                filter: "sent_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_digest_delivery_message_id",
                table: "digest_delivery");

            migrationBuilder.DropIndex(
                name: "ix_digest_delivery_sent",
                table: "digest_delivery");

            migrationBuilder.DropColumn(
                name: "bounce",
                table: "digest_delivery");

            migrationBuilder.DropColumn(
                name: "bounced_at",
                table: "digest_delivery");
        }
    }
}
