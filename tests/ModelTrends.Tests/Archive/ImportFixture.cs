using System.Globalization;
using ModelTrends.Archive;
using ModelTrends.Archive.Reading;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Archive;

/// <summary>Files of the test's own and imports of them into the class's database.</summary>
internal sealed class ImportFixture(TestDatabase database) : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mt-import-").FullName;

    public async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    /// <summary>CSV of <c>day,hub_id,model_id,downloads_30d</c>.</summary>
    public Task<string> RowsAsync(string name, params string[] rows) => WriteAsync(name, "day,hub_id,model_id,downloads_30d\n" + string.Concat(rows.Select(row => row + "\n")));

    public Task<ImportReport> ImportAsync(string source, params string[] files) => ImportAsync(new ImportRequest(files, source));

    public async Task<ImportReport> ImportAsync(ImportRequest request)
    {
        await using var site = await TestSite.StartAsync(database);
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(request, CancellationToken.None);
    }

    public async Task<string> AskAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
