using ModelTrends.Platform.Hosting;

namespace ModelTrends.Platform.Commands;

/// <summary>Runs a command's work with all services, on a database that is up to date, without web server or workers.</summary>
public static class Verb
{
    public static async Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var instance = await AppHost.CreateAsync(Roles.None, cancellationToken: cancellationToken);
        await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
        await using var scope = instance.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, cancellationToken);
    }
}
