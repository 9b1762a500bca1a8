using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>The file cannot be read as a list of subscribers at all; the message says what was expected.</summary>
public sealed class SubscriberFileException(string message) : Exception(message);

/// <summary>
/// Confirmed subscribers as CSV with the columns email and lang. A third column, consent, may say of each row where its consent comes from;
/// where it stands, no row may leave it empty.
/// </summary>
public sealed class SubscriberFile(ModelTrendsDb db, TimeProvider clock)
{
    private const int Batch = 1000;
    private const string Torn = "a quotation mark stands where none can be, or is never closed: what follows it was read as part of this row";
    private const char Apostrophe = '\'';

    private static readonly string[] Needed = ["email", "lang"];

    /// <param name="There">Known already, also as unsubscribed or suppressed: left as they are.</param>
    /// <param name="Faults">Row (from 1, the header not counted) and what is wrong with it.</param>
    public sealed record Report(int Rows, int Added, int There, IReadOnlyList<(int Row, string Reason)> Faults);

    /// <exception cref="SubscriberFileException">Empty, or a column is missing; nothing was taken.</exception>
    public async Task<Report> ImportAsync(TextReader file, string consent, CancellationToken cancellationToken)
    {
        var torn = false;
        using var csv = new CsvReader(file, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MissingFieldFound = null, BadDataFound = _ => torn = true, PrepareHeaderForMatch = args => args.Header.Trim().ToLowerInvariant(),
        });
        await HeaderAsync(csv);
        var hasConsent = csv.HeaderRecord!.Any(name => name.Trim().Equals("consent", StringComparison.OrdinalIgnoreCase));
        var known = (await db.Set<Subscriber>().Select(s => s.EmailKey).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var faults = new List<(int, string)>();
        var (rows, added, there) = (0, 0, 0);
        while (await csv.ReadAsync())
        {
            rows++;
            var (email, code, note) = (Cell(csv, "email"), Cell(csv, "lang"), hasConsent ? Cell(csv, "consent") : null);
            var (address, lang, fault) = torn ? (null, null, Torn) : Read(email, code, hasConsent && note is null);
            torn = false;
            if (fault is not null)
            {
                faults.Add((rows, fault));
                continue;
            }

            if (!known.Add(address!.Key))
            {
                there++;
                continue;
            }

            var now = clock.GetUtcNow();
            db.Add(new Subscriber
            {
                Email = address.Address, EmailKey = address.Key, Lang = lang!.Code, State = SubscriberState.Confirmed, CreatedAt = now, ConfirmedAt = now,
                Consent = note is null ? consent.Trim() : $"{consent.Trim()}; {note}",
            });
            if (++added % Batch == 0)
                await SaveAsync(cancellationToken);
        }

        await SaveAsync(cancellationToken);
        return new Report(rows, added, there, faults);
    }

    /// <returns>How many.</returns>
    public async Task<int> ExportAsync(Stream file, CancellationToken cancellationToken)
    {
        // By the answers' own rules: what a spreadsheet would run as a formula gets an apostrophe, which the import takes off again.
        var confirmed = await db.Set<Subscriber>().AsNoTracking().Where(s => s.State == SubscriberState.Confirmed).OrderBy(s => s.Id).Select(s => new { s.Email, s.Lang }).ToListAsync(cancellationToken);
        await file.WriteAsync(new CsvTable(Needed, confirmed.Select(object?[] (s) => [s.Email, s.Lang])).ToBytes(), cancellationToken);
        return confirmed.Count;
    }

    private static async Task HeaderAsync(CsvReader csv)
    {
        if (!await csv.ReadAsync())
            throw new SubscriberFileException("the file is empty; its first row names the columns email and lang.");
        csv.ReadHeader();
        var header = csv.HeaderRecord!.Select(name => name.Trim().ToLowerInvariant()).ToArray();
        var missing = Needed.Except(header, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            throw new SubscriberFileException($"the header has no column {string.Join(" and no column ", missing)}; it says '{string.Join(',', csv.HeaderRecord!)}', and needs email,lang, separated by commas.");
    }

    private static (EmailAddress? Address, Language? Lang, string? Fault) Read(string? email, string? code, bool lacksConsent)
    {
        if (email is null)
            return (null, null, "email: missing");
        if (EmailAddress.Parse(email) is not { } address)
            return (null, null, "email: not a mail address of the form name@example.org");
        if ((code is null ? null : Language.Find(code)) is not { } lang)
            return (null, null, $"lang: one of {string.Join(", ", Language.All.Select(l => l.Code))}");
        return (address, lang, lacksConsent ? "consent: missing; the file has a column for it, so every row says where its consent comes from" : null);
    }

    private static string? Cell(CsvReader csv, string name)
    {
        var text = csv.GetField(name)?.Trim();
        if (text is [Apostrophe, '=' or '+' or '-' or '@', ..])
            text = text[1..];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
