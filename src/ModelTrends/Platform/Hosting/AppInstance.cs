using ModelTrends.Platform.Postgres;

namespace ModelTrends.Platform.Hosting;

/// <summary>A built application and the private server it may own; disposing stops both, the server last.</summary>
public sealed class AppInstance(WebApplication app, PrivatePostgres? postgres) : IAsyncDisposable
{
    public WebApplication App => app;

    public IServiceProvider Services => app.Services;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }
}
