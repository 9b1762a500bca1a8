using System.CommandLine;
using System.Globalization;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Platform.Commands;

namespace ModelTrends.Digest;

public static class DigestVerb
{
    public static Command Create()
    {
        var week = new Option<string?>("--week") { Description = "ISO week, 2026-W47 (default: the last week that is over)" };
        week.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ReadDigestContent.MondayOf(text) is null)
                result.AddError($"--week '{text}' is not an ISO week of the form 2026-W47.");
        });
        var folder = new Option<DirectoryInfo>("--out") { Description = "folder for the preview", DefaultValueFactory = _ => new DirectoryInfo("digest-preview") };

        var preview = new Command("preview", "Writes the week's digest in every language as HTML and text; nothing is sent.") { week, folder };
        preview.SetAction((parsed, cancellationToken) => Verb.RunAsync(
            (services, token) => PreviewAsync(services, Monday(services, parsed.GetValue(week)), parsed.GetRequiredValue(folder), token), cancellationToken));
        var send = new Command("send", "Sends the week's digest and ends when every recipient has a final state; started again, it goes on.") { week };
        send.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, token) => SendAsync(services, Monday(services, parsed.GetValue(week)), token), cancellationToken));
        return new Command("digest", "The weekly mail.") { preview, send };
    }

    private static DateOnly Monday(IServiceProvider services, string? week) =>
        week is null ? SendWeeklyDigestJob.LastWeek(services.GetRequiredService<TimeProvider>()) : ReadDigestContent.MondayOf(week)!.Value;

    private static async Task<int> PreviewAsync(IServiceProvider services, DateOnly monday, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        foreach (var text in await services.GetRequiredService<ComposeDigest>().PreviewAsync(monday, cancellationToken))
        {
            var name = Path.Combine(folder.FullName, $"{ReadDigestContent.WeekName(monday)}.{text.Lang}");
            var personal = new PersonalText(text);
            var html = personal.Html(PersonalText.TokenPlace, [], []).Replace("cid:" + RenderDigest.PictureId, Path.GetFileName(name) + ".png", StringComparison.Ordinal);
            await File.WriteAllTextAsync(name + ".html", html, cancellationToken);
            await File.WriteAllTextAsync(name + ".txt", personal.Text(PersonalText.TokenPlace, [], []), cancellationToken);
            if (text.Picture is { } picture)
                await File.WriteAllBytesAsync(name + ".png", picture, cancellationToken);
            await Console.Out.WriteLineAsync($"{text.Lang}: {text.Subject}");
        }

        await Console.Out.WriteLineAsync($"written to {folder.FullName}");
        return 0;
    }

    private static async Task<int> SendAsync(IServiceProvider services, DateOnly monday, CancellationToken cancellationToken)
    {
        var issue = await services.GetRequiredService<ComposeDigest>().RunAsync(monday, cancellationToken);
        // Who starts it by hand wants it to go on, paused or not.
        await services.GetRequiredService<IssueStates>().ResumeAsync(issue.Id, cancellationToken);
        var progress = await services.GetRequiredService<SendDigest>().RunAsync(issue.Id, Show, cancellationToken);
        if (progress.Waiting == 0)
            return progress.Failed == 0 ? 0 : 1;
        await Console.Error.WriteLineAsync($"{issue.Week}: paused with {progress.Waiting} waiting{(progress.Trouble is { } trouble ? ": " + trouble : "")}");
        return 1;

        void Show(DeliveryLedger.Progress now)
        {
            var rate = now.PerSecond is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $"; {perSecond:0.#} a second") : "";
            var left = now.TimeLeft is { Ticks: > 0 } time ? $", {time:hh\\:mm\\:ss} left" : "";
            Console.Out.WriteLine($"{issue.Week}: {now.Sent} sent, {now.Waiting} waiting, {now.Failed} failed, {now.Cancelled} cancelled{rate}{left}{(now.Trouble is { } trouble ? "; " + trouble : "")}");
        }
    }
}
