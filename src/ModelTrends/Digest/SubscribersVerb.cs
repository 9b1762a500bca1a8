using System.CommandLine;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Commands;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest;

/// <summary>Moves confirmed subscribers in and out, as CSV with the columns email and lang.</summary>
public static class SubscribersVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE");
        var consent = new Option<string>("--consent") { Required = true, Description = "where their consent comes from; kept with each address" };
        var import = new Command("import", "Takes confirmed subscribers in; who is there already is left as they are.") { file, consent };
        import.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, token) => ImportAsync(services, parsed.GetRequiredValue(file), parsed.GetRequiredValue(consent), token), cancellationToken));
        var export = new Command("export", "Writes the confirmed subscribers.") { file };
        export.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, token) => ExportAsync(services, parsed.GetRequiredValue(file), token), cancellationToken));
        return new Command("subscribers", "Confirmed subscribers of the digest.") { import, export };
    }

    private static async Task<int> ImportAsync(IServiceProvider services, FileInfo file, string consent, CancellationToken cancellationToken)
    {
        if (!file.Exists || string.IsNullOrWhiteSpace(consent))
        {
            await Console.Error.WriteLineAsync(file.Exists ? "subscribers: --consent says where the consent comes from; it cannot be empty." : $"subscribers: there is no file {file.FullName}.");
            return 1;
        }

        var db = services.GetRequiredService<ModelTrendsDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = (await db.Set<Subscriber>().Select(s => s.EmailKey).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var (added, there, faulty, row) = (0, 0, 0, 0);
        using var csv = new CsvReader(file.OpenText(), new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, PrepareHeaderForMatch = args => args.Header.Trim().ToLowerInvariant() });
        await csv.ReadAsync();
        csv.ReadHeader();
        while (await csv.ReadAsync())
        {
            row++;
            var address = EmailAddress.Parse(csv.GetField("email"));
            var lang = csv.GetField("lang") is { Length: > 0 } code ? Language.Find(code) : Language.English;
            if (address is null || lang is null)
            {
                faulty++;
                await Console.Error.WriteLineAsync($"row {row}: {(address is null ? "email: not a mail address" : $"lang: one of {string.Join(", ", Language.All.Select(l => l.Code))}")}");
            }
            else if (!known.Add(address.Key))
            {
                there++;
            }
            else
            {
                added++;
                db.Add(new Subscriber { Email = address.Address, EmailKey = address.Key, Lang = lang.Code, State = SubscriberState.Confirmed, Consent = consent.Trim(), CreatedAt = now, ConfirmedAt = now });
            }

            if (added % 1000 == 999)
            {
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"{added} added, {there} there already, {faulty} not taken");
        return faulty == 0 ? 0 : 1;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, FileInfo file, CancellationToken cancellationToken)
    {
        var confirmed = services.GetRequiredService<ModelTrendsDb>().Set<Subscriber>().AsNoTracking().Where(s => s.State == SubscriberState.Confirmed).OrderBy(s => s.Id);
        await using var csv = new CsvWriter(file.CreateText(), CultureInfo.InvariantCulture);
        csv.WriteField("email");
        csv.WriteField("lang");
        await csv.NextRecordAsync();
        var count = 0;
        await foreach (var subscriber in confirmed.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            csv.WriteField(subscriber.Email);
            csv.WriteField(subscriber.Lang);
            await csv.NextRecordAsync();
            count++;
        }

        await Console.Out.WriteLineAsync($"{count} written to {file.FullName}");
        return 0;
    }
}
