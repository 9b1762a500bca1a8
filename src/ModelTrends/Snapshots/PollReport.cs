using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;

namespace ModelTrends.Snapshots;

public enum PollEnd
{
    Complete,
    /// <summary>The day (or, for the trending list, the hour) has its observation already.</summary>
    AlreadyDone,
    /// <summary>Another process polls the same scope now.</summary>
    Busy,
}

/// <param name="Set">The set as it stands at the end; null when another process is at it.</param>
public sealed record PollReport(PollEnd End, ObservationSet? Set, bool Resumed = false, int Gone = 0);

/// <summary>How far a poll is, told after every stored page.</summary>
/// <param name="Expected">Models of the last good poll; null where there is none to compare with.</param>
/// <param name="ModelsThisRun">Without those of an earlier run that was gone on with: what speed is reckoned from.</param>
/// <param name="IsAtEnd">The last page is stored; attribution and totals are worked out.</param>
public sealed record PollProgress(int Models, int Pages, int ModelsThisRun, TimeSpan Elapsed, int? Expected, Quota? Quota, bool IsAtEnd);

/// <summary>The poll failed; the set says so too, and what is stored of it is gone on with.</summary>
public sealed class PollFailedException(string message, bool isCredentials, Exception inner) : Exception(message, inner)
{
    /// <summary>Asking again with the same token cannot help.</summary>
    public bool IsCredentials { get; } = isCredentials;
}
