namespace ModelTrends.Platform.Hosting;

/// <summary>What a process does. A command has none of them.</summary>
[Flags]
public enum Roles
{
    None = 0,
    /// <summary>Answers HTTP.</summary>
    Web = 1,
    /// <summary>Runs Hangfire's jobs.</summary>
    Worker = 2,
}
