namespace ModelTrends.HubSimulator;

/// <summary>Which Hub is served and how badly it behaves.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Models of a generated Hub; ignored with <see cref="DaysFolder"/>.</summary>
    public int Models { get; init; } = 20_000;

    /// <summary>The same seed and number give the same Hub to the byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Files <c>YYYY-MM-DD.json</c> with {date, models:[{id, likes, downloads, pipeline_tag, library_name, createdAt}]}.</summary>
    public string? DaysFolder { get; init; }

    /// <summary>The day it is on the Hub; default the first recorded day, or 2026-11-01.</summary>
    public DateOnly? Day { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Requests a window and caller; null: so many that nobody meets the limit.</summary>
    public int? Quota { get; init; }

    /// <summary>The same for callers with a token; null: as for the others.</summary>
    public int? TokenQuota { get; init; }

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time an answer takes before its first byte.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How long a stalled body hangs; longer than a client's patience.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The host that Link headers name, as mirrors leave the public Hub's; null: this server.</summary>
    public string? LinkBase { get; init; }

    /// <summary>The whole list comes newest first, whatever direction says.</summary>
    public bool IgnoreDirection { get; init; }

    /// <summary>A field that <c>expand</c> no longer knows.</summary>
    public string? DroppedField { get; init; }

    /// <summary>Data sets: FOLDER/owner/name/2026-08-07T13-10/file, a folder a commit (UTC).</summary>
    public string? DatasetsFolder { get; init; }

    /// <summary>The host that addresses of files' bytes name; null: this server.</summary>
    public string? FilesBase { get; init; }

    /// <summary>A token with these characters is good; every other one is refused.</summary>
    public string GoodToken { get; init; } = "hf_simulator";
}
