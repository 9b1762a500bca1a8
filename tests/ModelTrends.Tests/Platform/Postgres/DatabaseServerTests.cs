using Microsoft.Extensions.Configuration;
using ModelTrends.Platform;
using ModelTrends.Platform.Postgres;

namespace ModelTrends.Tests.Platform.Postgres;

public sealed class DatabaseServerTests
{
    [Fact]
    public async Task An_unreachable_server_is_named_by_host_port_and_setting_and_never_by_password()
    {
        var configuration = new ConfigurationManager { [DatabaseServer.Setting] = "Host=127.0.0.1;Port=1;Database=trends;Username=me;Password=s3cret;Timeout=2" };

        var refused = await Should.ThrowAsync<StartupException>(() => DatabaseServer.EnsureAsync(configuration, joinRunning: false, CancellationToken.None));

        refused.Message.ShouldContain("127.0.0.1 port 1");
        refused.Message.ShouldContain("ConnectionStrings__ModelTrends");
        refused.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_setting_that_is_no_connection_string_is_refused_without_showing_it()
    {
        var configuration = new ConfigurationManager { [DatabaseServer.Setting] = "postgres://me:s3cret@db" };

        var refused = await Should.ThrowAsync<StartupException>(() => DatabaseServer.EnsureAsync(configuration, joinRunning: false, CancellationToken.None));

        refused.Message.ShouldContain("ConnectionStrings__ModelTrends");
        refused.ToString().ShouldNotContain("s3cret");
    }
}
