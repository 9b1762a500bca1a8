using System.CommandLine;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Platform.Commands;

/// <summary>Web and worker in one process; also what runs when no verb is given.</summary>
public static class ServeVerb
{
    /// <summary>Contract: where the site is without any setting.</summary>
    private const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>A worker alone answers nobody; it must not take the site's port.</summary>
    private const string AnyFreePort = "http://127.0.0.1:0";

    public static RootCommand AsRoot(string description)
    {
        var root = new RootCommand(description);
        Configure(root);
        return root;
    }

    public static Command Create()
    {
        var command = new Command("serve", "Serves the site and runs the jobs.");
        Configure(command);
        return command;
    }

    private static void Configure(Command command)
    {
        var roles = new Option<string>("--roles") { Description = "web, worker or web,worker", DefaultValueFactory = _ => "web,worker" };
        roles.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) == Roles.None)
                result.AddError("--roles is web, worker or web,worker.");
        });
        var urls = new Option<string?>("--urls") { Description = "addresses to listen on, as ASP.NET Core has them" };
        command.Options.Add(roles);
        command.Options.Add(urls);
        command.SetAction((parsed, cancellationToken) =>
            ServeAsync(Parse(parsed.GetValue(roles)), parsed.GetValue(urls), cancellationToken));
    }

    private static async Task<int> ServeAsync(Roles roles, string? urls, CancellationToken cancellationToken)
    {
        await using var instance = await AppHost.CreateAsync(roles, configure: builder =>
        {
            if (urls is not null)
                builder.WebHost.UseUrls(urls);
            else if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
                builder.WebHost.UseUrls(roles.HasFlag(Roles.Web) ? DefaultUrls : AnyFreePort);
        }, cancellationToken: cancellationToken);
        await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
        await RunAsync(instance.App, cancellationToken);
        return 0;
    }

    /// <summary>Serves until somebody asks for the end.</summary>
    /// <exception cref="StartupException">The host ended by itself. Who watches the process (systemd, Docker) must see that it failed.</exception>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartupException($"The site cannot listen there: {exception.Message} Set ASPNETCORE_URLS or --urls to an address that is free.", exception);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
            throw new StartupException("ended, although nobody asked for it; the log says why.");
    }

    /// <returns><see cref="Roles.None"/> when a word is not a role.</returns>
    private static Roles Parse(string? text)
    {
        var roles = Roles.None;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<Roles>(part, ignoreCase: true, out var role))
                return Roles.None;
            roles |= role;
        }

        return roles;
    }
}
