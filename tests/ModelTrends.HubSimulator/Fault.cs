namespace ModelTrends.HubSimulator;

/// <summary>
/// What can go wrong. Faults of requests and pages fire once each on chosen requests, those of files on
/// requests for bytes; faults of counters hold on their days; faults of contents
/// come from the second day on, each to a few models of a thousand.
/// </summary>
public enum Fault
{
    /// <summary>429 with r=0 and t=2.</summary>
    QuotaMet,
    /// <summary>429 while quota is left, without Retry-After.</summary>
    ThrottledUnsaid,
    /// <summary>429 as plain text, Retry-After in seconds.</summary>
    ThrottledText,
    /// <summary>429 with Retry-After as a date.</summary>
    ThrottledUntil,
    ServerError,
    BadGateway,
    Unavailable,
    /// <summary>504, only behind a cursor.</summary>
    DeepTimeout,
    RequestTimeout,
    /// <summary>The whole body, but in drops: slow is not broken.</summary>
    SlowBody,
    /// <summary>Half the body, then nothing.</summary>
    StalledBody,
    /// <summary>Half the body, then the end of the connection.</summary>
    CutBody,
    /// <summary>A gzip stream without its end.</summary>
    CutGzip,
    /// <summary>405 with a page: a browser check.</summary>
    HtmlBlocked,
    /// <summary>200 with a page.</summary>
    HtmlOk,
    /// <summary>Whole JSON that is no list.</summary>
    NoList,
    ShortPage,
    EmptyPage,
    RepeatedCursor,
    /// <summary>One page newest first.</summary>
    DirectionIgnored,
    /// <summary>A page begins with the row that ended the one before.</summary>
    DoubledRow,
    /// <summary>Rows without id, with impossible counters or of the wrong kind between good ones.</summary>
    MalformedRows,
    /// <summary>A file's bytes end in the middle.</summary>
    FileCut,
    /// <summary>503 where the bytes are.</summary>
    FileUnavailable,
    /// <summary>403: the address of the bytes has expired.</summary>
    FileExpired,
    /// <summary>A range is asked for, the whole file comes.</summary>
    FileRangeIgnored,
    /// <summary>As many bytes as announced, one of them another.</summary>
    FileWrongBytes,
    /// <summary>Every 7th day all counters stand still, and catch up the next.</summary>
    FreezeAll,
    /// <summary>Every 7th day the counters of repositories created since 2025 stand still.</summary>
    FreezeNew,
    /// <summary>Days 10 to 12 of every 28: the all-time counters of two in five models fall by a tenth.</summary>
    Rollback,
    /// <summary>Day 20 of every 28: the 30-day counters lose half.</summary>
    Halved,
    /// <summary>A repository gets another name; the old one redirects, and nothing else changes.</summary>
    Renamed,
    /// <summary>A repository is private for three days.</summary>
    Privatised,
    /// <summary>A repository is gone for good.</summary>
    Deleted,
    /// <summary>A repository of an old date becomes public: it appears in the middle of the order by id.</summary>
    PublishedLate,
    /// <summary>A repository is gone, and its name leads to another one.</summary>
    RedirectedElsewhere,
}

public static class Faults
{
    public static readonly IReadOnlyList<Fault> All = Enum.GetValues<Fault>();

    /// <summary>Those that a walk over lists can meet.</summary>
    public static readonly IReadOnlyList<Fault> OfLists = [.. All.Where(fault => !fault.IsOfFiles())];

    /// <summary>Fires on a request, of a list or of one model.</summary>
    public static bool IsOfRequests(this Fault fault) => fault < Fault.NoList;

    public static bool IsOfFiles(this Fault fault) => fault is >= Fault.FileCut and < Fault.FreezeAll;

    /// <summary>Fires on one request; the others hold on their days.</summary>
    public static bool FiresOnce(this Fault fault) => fault < Fault.FreezeAll;

    public static bool IsOfContents(this Fault fault) => fault >= Fault.Renamed;

    public static string Name(this Fault fault) => string.Concat(fault.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    /// <exception cref="FormatException">A name is none of a fault.</exception>
    public static IReadOnlyList<Fault> Parse(string text) => text is "all"
        ? All
        : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => All.Any(f => f.Name() == name)
            ? All.First(f => f.Name() == name)
            : throw new FormatException($"There is no fault '{name}'; there are {string.Join(", ", All.Select(Name))}."))];
}
