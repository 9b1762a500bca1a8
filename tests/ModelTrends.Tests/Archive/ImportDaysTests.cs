using System.Text;
using ModelTrends.Archive;
using ModelTrends.Data.Tables;

using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Archive;

public sealed class ImportDaysTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFixture _import = new(database);

    [Fact]
    public async Task Days_in_one_file_are_judged_by_the_last_good_day_not_by_a_partial_one()
    {
        var report = await _import.ImportAsync(new ImportRequest([await DaysAsync("one.csv", (1, 100), (2, 60), (3, 60), (4, 96))], "one", Coverage: CoverageKind.Complete));

        report.PartialDays.ShouldBe([Day(2), Day(3)]);
    }

    [Fact]
    public async Task Days_from_unordered_files_are_judged_in_their_own_order()
    {
        string[] files = [await DaysAsync("c.csv", (3, 60)), await DaysAsync("d.csv", (4, 98)), await DaysAsync("a.csv", (1, 100)), await DaysAsync("b.csv", (2, 60))];

        var report = await _import.ImportAsync(new ImportRequest(files, "unordered", Coverage: CoverageKind.Complete));

        report.PartialDays.ShouldBe([Day(2), Day(3)]);
        (await QualitiesAsync("unordered")).ShouldBe("Good Partial Partial Good");
    }

    [Fact]
    public async Task An_earlier_day_that_arrives_later_judges_the_days_after_it_anew_and_derives_them()
    {
        await _import.ImportAsync(new ImportRequest([await DaysAsync("late-2.csv", (2, 60), (3, 61))], "late", Coverage: CoverageKind.Complete));
        (await QualitiesAsync("late")).ShouldBe("Good Good");

        await _import.ImportAsync(new ImportRequest([await DaysAsync("late-1.csv", (1, 100))], "late"));

        (await QualitiesAsync("late")).ShouldBe("Good Partial Partial");
        (await _import.AskAsync("select string_agg(coalesce(d.set_id is not null, false)::text, ' ' order by d.day) from trend_day d join source s on s.id = d.source_id where s.key = 'archive:late'")).ShouldBe("true false false");
    }

    [Fact]
    public async Task What_a_killed_import_stored_is_derived_by_the_next_import_of_the_same_file()
    {
        var file = await DaysAsync("killed.csv", (1, 5), (2, 5));
        await ImportKilledBeforeDerivingAsync("killed", file);
        (await DerivedAsync("killed")).ShouldBe("0");

        (await _import.ImportAsync("killed", file)).Unchanged.ShouldBe(10);

        (await DerivedAsync("killed")).ShouldBe("2");
    }

    [Fact]
    public async Task What_a_killed_import_added_to_days_known_before_is_derived_too()
    {
        await _import.ImportAsync("grown", await DaysAsync("grown-1.csv", (1, 5)));
        await ImportKilledBeforeDerivingAsync("grown", await DaysAsync("grown-2.csv", (1, 9)));

        await _import.ImportAsync("grown", await DaysAsync("grown-3.csv", (1, 9)));

        (await _import.AskAsync("select d.models from trend_day d join source s on s.id = d.source_id where s.key = 'archive:grown' and d.derived_at is not null")).ShouldBe("9");
    }

    [Fact]
    public async Task What_a_killed_import_stored_is_derived_at_the_next_start()
    {
        await ImportKilledBeforeDerivingAsync("restart", await DaysAsync("restart.csv", (1, 5)));

        await using var site = await TestSite.StartAsync(database);
        await site.Services.GetRequiredService<BundledArchives>().LoadAsync(CancellationToken.None);

        (await DerivedAsync("restart")).ShouldBe("1");
        // And the shipped archives are not believed done because some rows are there.
        (await _import.AskAsync("select count(*) from source where key like 'archive:%-202%' and models > 0")).ShouldBe("4");
    }

    [Fact]
    public async Task A_source_tells_how_many_different_models_it_has_seen()
    {
        await _import.ImportAsync("models", await DaysAsync("models-1.csv", (1, 5), (2, 7)));
        await _import.ImportAsync("models", await DaysAsync("models-2.csv", (3, 6)));
        await using var site = await TestSite.StartAsync(database);

        var csv = await site.Client.GetStringAsync("/api/v1/sources.csv");

        csv.ShouldContain(",days,models,sets,");
        csv.Split('\n').Single(line => line.StartsWith("archive:models,", StringComparison.Ordinal)).ShouldContain(",2026-02-01,2026-02-03,3,7,3,0,7");
    }

    public void Dispose() => _import.Dispose();

    private static DateOnly Day(int day) => new(2026, 2, day);

    private Task<string> DaysAsync(string name, params (int Day, int Models)[] days)
    {
        var text = new StringBuilder("day,model_id,downloads_30d\n");
        foreach (var (day, models) in days)
        {
            for (var i = 0; i < models; i++)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Day(day):yyyy-MM-dd},days/m{i},1\n");
        }

        return _import.WriteAsync(name, text.ToString());
    }

    private async Task ImportKilledBeforeDerivingAsync(string source, string file)
    {
        await using var site = await TestSite.StartAsync(database, builder => builder.Services.AddScoped<IAfterObservation, Killed>());
        await using var scope = site.Services.CreateAsyncScope();
        await Should.ThrowAsync<KilledException>(() => scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(new ImportRequest([file], source), CancellationToken.None));
    }

    private Task<string> QualitiesAsync(string source) =>
        _import.AskAsync($"select string_agg(o.quality, ' ' order by o.day) from observation_set o join source s on s.id = o.source_id where s.key = 'archive:{source}'");

    private Task<string> DerivedAsync(string source) =>
        _import.AskAsync($"select count(*) from trend_day d join source s on s.id = d.source_id where s.key = 'archive:{source}' and d.derived_at is not null");

    /// <summary>The end of a process between storing and deriving, before any other step.</summary>
    private sealed class Killed : IAfterObservation
    {
        public int Order => -1;

        public Task RunAsync(ObservationChange change, CancellationToken cancellationToken) => throw new KilledException();
    }

    private sealed class KilledException : Exception;
}
