namespace ModelTrends.Platform.Administration;

/// <summary>Settings of section <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>The administrators' password. Absent: there is no <c>/admin</c> and no <c>/jobs</c>. Never logged.</summary>
    public string? Password { get; set; }

    public bool Enabled => !string.IsNullOrWhiteSpace(Password);
}
