using System.Net;
using Microsoft.Extensions.Logging;

namespace ModelTrends.HuggingFace;

/// <summary>
/// Follows one list from page to page. A page that breaks the list's order or sends the walk in a circle is asked for again, and ends the walk
/// with an error if it stays so. A row that a page repeats from the one before is skipped and told.
/// </summary>
internal sealed partial class PageWalk(HubTransport transport, RequestPacer pacer, TimeProvider clock, TimeSpan pause, ILogger logger, string query, bool byId)
{
    /// <summary>A fault of a moment is gone by then; a broken order is not.</summary>
    private const int TimesAsked = 4;

    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);
    private string[] _fields = HubFields.List;
    private HashSet<string> _before = [];
    private string? _lastId;
    private int _direction;

    public async Task<HubPage> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        var call = new HubCall();
        for (var asked = 1; ; asked++)
        {
            var answer = await SendAsync(cursor, call, cancellationToken);
            var rows = answer.Body!;
            var circle = answer.NextCursor is { } next && (next == cursor || _cursors.Contains(next));
            var problem = circle ? "sends the walk in a circle" : Accept(rows);
            if (problem is null)
            {
                if (answer.NextCursor is not null)
                    _cursors.Add(answer.NextCursor);
                return new HubPage(rows.Models, rows.Faults, answer.NextCursor, call.Requests, pacer.Quota);
            }

            if (asked == TimesAsked)
                throw new HubException($"A page of the Hub's list {problem}, {TimesAsked} times in a row; the walk cannot go on.");
            LogAskAgain(logger, problem);
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private async Task<HubAnswer<HubRows>> SendAsync(string? cursor, HubCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var path = $"/api/models?{query}&{string.Join('&', _fields.Select(field => "expand=" + field))}"
                + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor));
            try
            {
                var answer = await transport.GetAsync(path, static body => HubRows.Parse(body), call, cancellationToken);
                return answer.Status == HttpStatusCode.OK
                    ? answer
                    : throw new HubException($"The Hub answered a list with {(int)answer.Status}: {answer.Error!.Text}") { IsRefusal = true };
            }
            catch (HubExpandException exception)
            {
                // The Hub has dropped a field: what is left is still worth having, and the log says what is not.
                var left = _fields.Intersect(exception.Allowed, StringComparer.Ordinal).ToArray();
                if (left.Length == 0 || left.Length == _fields.Length)
                    throw new HubException("The Hub refuses the fields we ask for: " + exception.Message, exception);
                LogFields(logger, string.Join(", ", _fields.Except(left, StringComparer.Ordinal)));
                _fields = left;
            }
        }
    }

    /// <returns>What is wrong with the page, or null; repeated rows leave it.</returns>
    private string? Accept(HubRows rows)
    {
        var (last, direction) = (_lastId, _direction);
        var kept = new List<HubModel>(rows.Models.Count);
        var ids = new HashSet<string>(rows.Models.Count, StringComparer.Ordinal);
        foreach (var model in rows.Models)
        {
            if (_before.Contains(model.Id) || !ids.Add(model.Id))
            {
                rows.Faults.Add(new RowFault(rows.Models.IndexOf(model), model.Id, "repeats a row"));
                continue;
            }

            if (byId && last is not null)
            {
                var step = Math.Sign(string.CompareOrdinal(model.Id, last));
                if (direction == 0)
                    direction = step;
                if (step != direction)
                    return "breaks the order of ids";
            }

            last = model.Id;
            kept.Add(model);
        }

        rows.Models.Clear();
        rows.Models.AddRange(kept);
        (_lastId, _direction) = (last, direction);
        if (!byId)
            _before.UnionWith(ids);
        else if (ids.Count > 0)
            _before = ids;
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "A page {Problem}; asking for it again")]
    private static partial void LogAskAgain(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Warning, "The Hub no longer has the fields {Fields}; going on without them")]
    private static partial void LogFields(ILogger logger, string fields);
}
