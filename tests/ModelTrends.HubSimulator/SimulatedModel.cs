namespace ModelTrends.HubSimulator;

/// <summary>A repository of the simulated Hub. What can change is changed by <see cref="SimulatedHub"/> alone.</summary>
public sealed class SimulatedModel
{
    public required string Id { get; init; }

    /// <summary>On the day it is on the Hub.</summary>
    public required string Name { get; set => (field, GivenName) = (value, GivenName ?? value); }

    /// <summary>Without the faults that rename.</summary>
    public string? GivenName { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? Pipeline { get; init; }

    public string? Library { get; init; }

    public string? Relation { get; init; }

    public IReadOnlyList<SimulatedModel> Bases { get; init; } = [];

    public long? Safetensors { get; init; }

    public long? Gguf { get; init; }

    /// <summary>null, auto or manual.</summary>
    public string? Gate { get; init; }

    public bool Private { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Of a generated model: mean downloads a day, and both counters on the first day.</summary>
    public double Pace { get; init; }

    public long StartDownloads { get; init; }

    public int StartLikes { get; init; }

    /// <summary>0 to 1, the same for the same model: decides who is hit by what.</summary>
    public double Luck { get; init; }

    public string Owner => Name.Split('/')[0];
}

/// <summary>A model's counters on a day. Recorded days know no all-time counter.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct Counters(long Downloads, long? DownloadsAllTime, int Likes, double? TrendingScore);
