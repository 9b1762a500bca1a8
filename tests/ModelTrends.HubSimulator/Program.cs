using System.CommandLine;
using System.Globalization;
using ModelTrends.HubSimulator;

var models = new Option<int>("--models") { Description = "size of a generated Hub", DefaultValueFactory = _ => 20_000 };
var seed = new Option<int>("--seed") { Description = "the same seed gives the same Hub", DefaultValueFactory = _ => 1 };
var port = new Option<int>("--port") { Description = "port on 127.0.0.1", DefaultValueFactory = _ => 5090 };
var days = new Option<string?>("--days") { Description = "folder of recorded days (YYYY-MM-DD.json) to serve instead" };
var day = new Option<DateOnly?>("--day") { Description = "the day it is on the Hub" };
var faults = new Option<string>("--faults") { Description = "all, or names separated by commas: " + string.Join(", ", Faults.All.Select(fault => fault.Name())), DefaultValueFactory = _ => "" };
var quota = new Option<string?>("--quota") { Description = "requests/seconds of a window, such as 500/300" };
var latency = new Option<int>("--latency") { Description = "milliseconds before each answer" };
var linkBase = new Option<string?>("--link-base") { Description = "address that Link headers name" };
var ignoreDirection = new Option<bool>("--ignore-direction") { Description = "lists come newest first, whatever is asked" };
var dropped = new Option<string?>("--drop-field") { Description = "a field that expand no longer knows" };
var datasets = new Option<string?>("--datasets") { Description = "folder of data sets: owner/name/2026-08-07T13-10/file, a folder a commit" };

var root = new RootCommand("A stand-in for the Hugging Face Hub.") { models, seed, port, days, day, faults, quota, latency, linkBase, ignoreDirection, dropped, datasets };
root.SetAction(async (parsed, cancellationToken) =>
{
    try
    {
        var window = parsed.GetValue(quota)?.Split('/');
        await using var server = await HubSimulatorServer.StartAsync(new SimulatorOptions
        {
            Models = parsed.GetValue(models),
            Seed = parsed.GetValue(seed),
            Port = parsed.GetValue(port),
            DaysFolder = parsed.GetValue(days),
            Day = parsed.GetValue(day),
            Faults = Faults.Parse(parsed.GetValue(faults)!),
            Quota = window is null ? null : int.Parse(window[0], CultureInfo.InvariantCulture),
            Window = window is { Length: 2 } ? TimeSpan.FromSeconds(int.Parse(window[1], CultureInfo.InvariantCulture)) : TimeSpan.FromMinutes(5),
            Latency = TimeSpan.FromMilliseconds(parsed.GetValue(latency)),
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
