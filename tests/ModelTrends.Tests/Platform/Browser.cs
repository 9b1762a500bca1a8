using System.Collections.Concurrent;
using Microsoft.Playwright;
using ModelTrends.Tests.Platform;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ModelTrends.Tests.Platform;

/// <summary>One real Chromium for the run; every test opens its own page in its own context.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<IBrowser>> _browser;

    /// <summary>What the last test of each class opened. A class runs one test after the other, so nobody looks any more at what an earlier one left.</summary>
    private readonly ConcurrentDictionary<string, (string Test, List<IBrowserContext> Contexts)> _open = new(StringComparer.Ordinal);

    private IPlaywright? _playwright;

    public Browser() => _browser = new Lazy<Task<IBrowser>>(StartAsync);

    /// <param name="site">Where relative addresses lead.</param>
    public async Task<IPage> OpenAsync(TestSite site, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = site.Address.ToString();
        options.Locale ??= "en-GB";
        var context = await (await _browser.Value).NewContextAsync(options);
        await KeepAsync(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
            await (await _browser.Value).DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Pages of tests that have ended would go on drawing their charts and holding their memory until the end of the run.</summary>
    private async Task KeepAsync(IBrowserContext context)
    {
        var (testClass, test) = (TestContext.Current.TestClass!.UniqueID, TestContext.Current.Test!.UniqueID);
        var open = _open.GetOrAdd(testClass, _ => (test, []));
        if (open.Test != test)
        {
            foreach (var earlier in open.Contexts) await earlier.CloseAsync();
            open = _open[testClass] = (test, []);
        }

        open.Contexts.Add(context);
    }

    private async Task<IBrowser> StartAsync()
    {
        _playwright = await Playwright.CreateAsync();
        var path = Environment.GetEnvironmentVariable("MODELTRENDS_CHROMIUM");
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = string.IsNullOrEmpty(path) ? "/usr/bin/chromium" : path,
            Args = Arguments,
        });
    }
}
