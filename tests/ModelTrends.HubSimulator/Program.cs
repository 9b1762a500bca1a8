using System.CommandLine;
using System.Globalization;
using ModelTrends.HubSimulator;

var models = new Option<int>("--models") { Description = "size of a generated Hub", DefaultValueFactory = _ => 20_000 };
var seed = new Option<int>("--seed") { Description = "the same seed gives the same Hub", DefaultValueFactory = _ => 1 };
var port = new Option<int>("--port") { Description = "port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 5090 };
var days = new Option<string?>("--days") { Description = "folder of recorded days (YYYY-MM-DD.json) to serve instead" };
var day = new Option<DateOnly?>("--day") { Description = "the day it is on the Hub; default: the first recorded day, or 2026-11-01" };
var faults = new Option<string>("--faults") { Description = "all, or names separated by commas; see below", DefaultValueFactory = _ => "" };
var quota = new Option<string?>("--quota") { Description = "requests/seconds of a window, such as 500/300; default: as many as one likes" };
var tokenQuota = new Option<int?>("--token-quota") { Description = "requests a window of callers with a token; default: as for the others" };
var token = new Option<string>("--token") { Description = "the one good token; every other one is refused", DefaultValueFactory = _ => "hf_simulator" };
var latency = new Option<int>("--latency") { Description = "milliseconds before each answer" };
var stall = new Option<int>("--stall") { Description = "seconds a stalled body hangs", DefaultValueFactory = _ => 120 };
var linkBase = new Option<string?>("--link-base") { Description = "address that Link headers name, as mirrors leave the public Hub's" };
var ignoreDirection = new Option<bool>("--ignore-direction") { Description = "lists come newest first, whatever is asked" };
var dropped = new Option<string?>("--drop-field") { Description = "a field that expand no longer knows" };
var datasets = new Option<string?>("--datasets") { Description = "folder of data sets: owner/name/2026-08-07T13-10/file, a folder a commit" };

var root = new RootCommand(Manual.Text) { models, seed, port, days, day, faults, quota, tokenQuota, token, latency, stall, linkBase, ignoreDirection, dropped, datasets };
root.SetAction(async (parsed, cancellationToken) =>
{
    try
    {
        var (limit, window) = Window(parsed.GetValue(quota));
        await using var server = await HubSimulatorServer.StartAsync(new SimulatorOptions
        {
            Models = parsed.GetValue(models),
            Seed = parsed.GetValue(seed),
            Port = parsed.GetValue(port),
            DaysFolder = parsed.GetValue(days),
            Day = parsed.GetValue(day),
            Faults = Faults.Parse(parsed.GetValue(faults)!),
            Quota = limit,
            TokenQuota = parsed.GetValue(tokenQuota),
            Window = window,
            GoodToken = parsed.GetValue(token)!,
            Latency = TimeSpan.FromMilliseconds(parsed.GetValue(latency)),
            Stall = TimeSpan.FromSeconds(parsed.GetValue(stall)),
            LinkBase = parsed.GetValue(linkBase),
            IgnoreDirection = parsed.GetValue(ignoreDirection),
            DroppedField = parsed.GetValue(dropped),
            DatasetsFolder = parsed.GetValue(datasets),
        });
        await Console.Out.WriteLineAsync($"The simulated Hub of {server.Hub.ById.Length} models is at {server.Address} on {server.Hub.Day:yyyy-MM-dd}.");
        await server.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
    catch (Exception exception) when (exception is FormatException or IOException)
    {
        await Console.Error.WriteLineAsync("simulator: " + exception.Message);
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();

static (int? Limit, TimeSpan Length) Window(string? text)
{
    if (text is null)
        return (null, TimeSpan.FromMinutes(5));
    var parts = text.Split('/');
    return parts.Length is 1 or 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
        && int.TryParse(parts.ElementAtOrDefault(1) ?? "300", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
        ? (limit, TimeSpan.FromSeconds(seconds))
        : throw new FormatException($"--quota is requests/seconds such as 500/300, not '{text}'.");
}
