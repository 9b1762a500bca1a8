using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Subscribers in and out as files; no site is needed for it.</summary>
public sealed class SubscriberFileTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private ModelTrendsDb _db = null!;

    [Fact]
    public async Task Rows_are_taken_with_their_note_and_who_is_known_stays_as_they_are()
    {
        await SubscribeAsync("left@example.org", SubscriberState.Unsubscribed);

        var report = await ImportAsync("email,lang\r\nanna@example.org,en\r\nLEFT@example.org,hi\r\nli@bücher.example,zh\r\nanna@EXAMPLE.org,en\r\n");

        (report.Rows, report.Added, report.There).ShouldBe((4, 2, 2));
        report.Faults.ShouldBeEmpty();
        var all = await _db.Set<Subscriber>().AsNoTracking().OrderBy(s => s.Id).ToListAsync(TestContext.Current.CancellationToken);
        all.Select(s => (s.EmailKey, s.Lang, s.State, s.Consent)).ShouldBe([
            ("left@example.org", "en", SubscriberState.Unsubscribed, "test"),
            ("anna@example.org", "en", SubscriberState.Confirmed, "old list"),
            ("li@xn--bcher-kva.example", "zh", SubscriberState.Confirmed, "old list")]);
    }

    [Theory]
    [InlineData("", "the file is empty; its first row names the columns email and lang.")]
    [InlineData("email\r\nanna@example.org\r\n", "the header has no column lang; it says 'email', and needs email,lang, separated by commas.")]
    [InlineData("address,lang\r\nanna@example.org,en\r\n", "the header has no column email; it says 'address,lang', and needs email,lang, separated by commas.")]
    [InlineData("email;lang\r\nanna@example.org;en\r\n", "the header has no column email and no column lang; it says 'email;lang', and needs email,lang, separated by commas.")]
    public async Task A_file_without_its_columns_is_refused_whole(string file, string reason)
    {
        (await Should.ThrowAsync<SubscriberFileException>(() => ImportAsync(file))).Message.ShouldBe(reason);

        (await _db.Set<Subscriber>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_row_is_named_by_its_number_and_the_rest_is_kept()
    {
        var report = await ImportAsync("lang,email,name\nen,anna@example.org,Anna\nen,nobody,X\nfr,eve@example.org,Y\nzh\n,max@example.org,Z\nhi,diya@example.org,D\nen,\"torn@example.org\"x,T\n");

        (report.Rows, report.Added).ShouldBe((7, 2));
        report.Faults.ShouldBe([
            (2, "email: not a mail address of the form name@example.org"),
            (3, "lang: one of en, hi, zh"),
            (4, "email: missing"),
            (5, "lang: one of en, hi, zh"),
            (7, "a quotation mark stands where none can be, or is never closed: what follows it was read as part of this row")]);
    }

    [Fact]
    public async Task Where_the_file_has_a_note_a_row_no_row_may_lack_it()
    {
        var report = await ImportAsync("email,lang,consent\nanna@example.org,en,form of 2025-03-01\neve@example.org,en,\nmax@example.org,en,  \n");

        report.Added.ShouldBe(1);
        report.Faults.Select(fault => fault.Row).ShouldBe([2, 3]);
        report.Faults[0].Reason.ShouldBe("consent: missing; the file has a column for it, so every row says where its consent comes from");
        (await _db.Set<Subscriber>().AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).Consent.ShouldBe("old list; form of 2025-03-01");
    }

    [Fact]
    public async Task What_a_spreadsheet_would_run_leaves_with_an_apostrophe_and_comes_back_as_it_was()
    {
        foreach (var address in new[] { "=cmd@example.org", "+one@example.org", "-two@example.org", "plain@example.org" })
            await SubscribeAsync(address, SubscriberState.Confirmed);
        await SubscribeAsync("left@example.org", SubscriberState.Unsubscribed);
        using var file = new MemoryStream();

        (await new SubscriberFile(_db, TimeProvider.System).ExportAsync(file, TestContext.Current.CancellationToken)).ShouldBe(4);
        var text = Encoding.UTF8.GetString(file.ToArray());
        await _db.Set<Subscriber>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        var report = await ImportAsync(text);

        text.ShouldBe("email,lang\r\n'=cmd@example.org,en\r\n'+one@example.org,en\r\n'-two@example.org,en\r\nplain@example.org,en\r\n");
        (report.Added, report.Faults.Count).ShouldBe((4, 0));
        (await _db.Set<Subscriber>().OrderBy(s => s.Id).Select(s => s.Email).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(["=cmd@example.org", "+one@example.org", "-two@example.org", "plain@example.org"]);
    }

    public async ValueTask InitializeAsync()
    {
        var options = new DbContextOptionsBuilder<ModelTrendsDb>().UseNpgsql(database.DataSource).UseSnakeCaseNamingConvention().Options;
        _db = new ModelTrendsDb(options);
        await _db.Set<Subscriber>().ExecuteDeleteAsync();
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    private Task<SubscriberFile.Report> ImportAsync(string text) =>
        new SubscriberFile(_db, TimeProvider.System).ImportAsync(new StringReader(text), "old list", TestContext.Current.CancellationToken);

    private async Task SubscribeAsync(string email, SubscriberState state)
    {
        _db.Add(new Subscriber { Email = email, EmailKey = email, Lang = "en", State = state, Consent = "test" });
        await _db.SaveChangesAsync();
        _db.ChangeTracker.Clear();
    }
}
