using System.CommandLine;
using System.Text;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform;
using ModelTrends.Platform.Commands;

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
        var email = new Argument<string>("ADDRESS");
        var data = new Command("data", "Writes all that is stored of one reader, as JSON.") { email };
        data.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, token) => DataAsync(services, parsed.GetRequiredValue(email), token), cancellationToken));
        return new Command("subscribers", "Confirmed subscribers of the digest.") { import, export, data };
    }

    private static async Task<int> ImportAsync(IServiceProvider services, FileInfo file, string consent, CancellationToken cancellationToken)
    {
        if (!file.Exists || string.IsNullOrWhiteSpace(consent))
            return await RefuseAsync(file.Exists ? "--consent says where the consent comes from; it cannot be empty." : $"there is no file {file.FullName}.");
        SubscriberFile.Report report;
        try
        {
            using var text = file.OpenText();
            report = await services.GetRequiredService<SubscriberFile>().ImportAsync(text, consent, cancellationToken);
        }
        catch (SubscriberFileException refused)
        {
            return await RefuseAsync($"{file.Name}: {refused.Message}");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"{file.Name} cannot be read: {closed.Message}");
        }

        foreach (var (row, reason) in report.Faults)
            await Console.Error.WriteLineAsync($"row {row}: {reason}");
        await Console.Out.WriteLineAsync($"{report.Rows} rows: {report.Added} added, {report.There} there already, {report.Faults.Count} not taken");
        if (report.Rows > 0)
            return report.Faults.Count == 0 ? 0 : 1;
        return await RefuseAsync($"{file.Name} has a header and no rows.");
    }

    private static async Task<int> ExportAsync(IServiceProvider services, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = PrivateFiles.Create(file.FullName);
            await Console.Out.WriteLineAsync($"{await services.GetRequiredService<SubscriberFile>().ExportAsync(stream, cancellationToken)} written to {file.FullName}");
            return 0;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"{file.FullName} cannot be written: {closed.Message}");
        }
    }

    private static async Task<int> DataAsync(IServiceProvider services, string email, CancellationToken cancellationToken)
    {
        if (EmailAddress.Parse(email) is not { } address)
            return await RefuseAsync("ADDRESS is not a mail address of the form name@example.org.");
        if (await services.GetRequiredService<SubscriberData>().OfAddressAsync(address, cancellationToken) is not { } json)
            return await RefuseAsync("this address is not known.");
        await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(json));
        return 0;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync("subscribers: " + reason);
        return 1;
    }
}
