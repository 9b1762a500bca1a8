using System.ComponentModel.DataAnnotations;

namespace ModelTrends.Digest;

/// <summary>Settings of section <c>Digest</c>.</summary>
public sealed class DigestOptions
{
    public const string Section = "Digest";

    /// <summary>When the week before is composed and sent, as five cron fields in UTC. Mondays at seven: the night's walk is in, the week has begun.</summary>
    [RegularExpression(@"^\S+ \S+ \S+ \S+ \S+$", ErrorMessage = "Digest__Cron has five fields: minute hour day month weekday.")]
    public string Cron { get; set; } = "0 7 * * 1";

    /// <summary>The bearer token of <c>POST /hooks/bounces</c>; absent: there is no such address. Never logged.</summary>
    public string? BounceSecret { get; set; }
}
