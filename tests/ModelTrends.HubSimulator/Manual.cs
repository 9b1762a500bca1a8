namespace ModelTrends.HubSimulator;

/// <summary>What <c>--help</c> says beyond the options.</summary>
public static class Manual
{
    private static readonly (Fault Fault, string Meaning)[] Meanings =
    [
        (Fault.QuotaMet, "429 with r=0 and t=2"),
        (Fault.ThrottledUnsaid, "429 with quota left and no Retry-After"),
        (Fault.ThrottledText, "429 as plain text, Retry-After in seconds"),
        (Fault.ThrottledUntil, "429 with Retry-After as a date"),
        (Fault.ServerError, "500 as text"),
        (Fault.BadGateway, "502 as text"),
        (Fault.Unavailable, "503 as text"),
        (Fault.DeepTimeout, "504, on pages behind a cursor only"),
        (Fault.RequestTimeout, "408"),
        (Fault.SlowBody, "the body in drops over three seconds"),
        (Fault.StalledBody, "half the body, then nothing for --stall seconds"),
        (Fault.CutBody, "half the body, then the connection ends"),
        (Fault.CutGzip, "half of a gzip stream"),
        (Fault.HtmlBlocked, "405 with a page of HTML"),
        (Fault.HtmlOk, "200 with a page of HTML"),
        (Fault.NoList, "JSON that is no list"),
        (Fault.ShortPage, "a third of a page, with a next one"),
        (Fault.EmptyPage, "no row, with a next page"),
        (Fault.RepeatedCursor, "the next page is this page"),
        (Fault.DirectionIgnored, "one page newest first"),
        (Fault.DoubledRow, "a page begins with the last row of the one before"),
        (Fault.MalformedRows, "rows without id, with impossible counters, or no rows at all, between good ones"),
        (Fault.FileCut, "a file's bytes end in the middle"),
        (Fault.FileUnavailable, "503 where the bytes are"),
        (Fault.FileExpired, "403: the address of the bytes has expired"),
        (Fault.FileRangeIgnored, "a range is asked for, the whole file comes"),
        (Fault.FileWrongBytes, "as many bytes as announced, one of them another"),
        (Fault.FreezeAll, "every 7th day all counters stand still and catch up the next"),
        (Fault.FreezeNew, "the same for repositories created since 2025 only"),
        (Fault.Rollback, "days 10 to 12 of 28: all-time counters of two in five models fall by a tenth"),
        (Fault.Halved, "day 20 of 28: the 30-day counters lose half"),
        (Fault.Renamed, "five in a thousand models get another name in the five days after the first"),
        (Fault.Privatised, "five in a thousand are private for three days"),
        (Fault.Deleted, "five in a thousand vanish"),
        (Fault.PublishedLate, "five in a thousand are private at first and appear in the middle of the order"),
        (Fault.RedirectedElsewhere, "five in a thousand vanish, and their names lead to other repositories"),
    ];

    public static string Text { get; } =
        $"""
        A stand-in for the Hugging Face Hub: its lists with their cursors, its details with their redirects, its quotas and its faults.

        Always, as on the Hub: counters beyond 2^31, trending scores that are fractions or missing, members nobody asked for, gated and disabled
        repositories, limits above 1000 cut to 1000.

        Faults of requests, pages and files fire once each, on every second list request (those of requests also on every second question about
        one model, those of files on requests for bytes); faults of counters hold on their days; faults of contents begin on the second day:
        {string.Join('\n', Meanings.Select(m => $"  {m.Fault.Name(),-22} {m.Meaning}"))}

        While it runs (ids are names, owner/name):
          GET  /_truth/day/DAY, /_truth/day/DAY/rows     what a perfect observer would see
          GET  /_faults                                  what has fired and what is due
          POST /_control/day/DAY                         another day
          POST /_control/faults/NAMES                    more faults of requests and pages
          POST /_control/rename?id=&to=                  POST /_control/redirect?id=&to=
          POST /_control/privatise?id=                   POST /_control/publish?id=
          POST /_control/publish-old?name=&created=      POST /_control/disable?id=
          POST /_control/delete?id=                      POST /_control/ignore-direction/true
        """;

    /// <summary>Faults without a line above; a test holds it empty.</summary>
    public static IEnumerable<Fault> Undescribed => Faults.All.Except(Meanings.Select(m => m.Fault));
}
