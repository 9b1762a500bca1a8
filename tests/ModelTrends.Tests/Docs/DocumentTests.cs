using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelTrends.Platform;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Docs;

/// <summary>A table, a column or a setting without its words in docs/ fails here.</summary>
public sealed class DocumentTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_table_and_column_stands_in_tables_md()
    {
        var text = await ReadAsync("tables.md");
        var missing = new List<string>();

        await using var command = database.DataSource.CreateCommand("""
            select c.table_name, c.column_name
            from information_schema.columns c
            join pg_class k on k.relname = c.table_name and k.relnamespace = 'public'::regnamespace and not k.relispartition
            where c.table_schema = 'public' and k.relkind in ('r', 'p') and c.table_name not like '\_\_%' and c.table_name not like 'pg\_%'
            order by 1, 2
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (table, column) = (reader.GetString(0), reader.GetString(1));
            var section = Regex.Match(text, $@"^## {table}$(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(5));
            if (!section.Success || !section.Value.Contains($"`{column}`", StringComparison.Ordinal))
                missing.Add($"{table}.{column}");
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_setting_stands_in_configuration_md()
    {
        var text = await ReadAsync("configuration.md");
        var settings = typeof(Places).Assembly.GetTypes()
            .Concat(typeof(HuggingFace.HubOptions).Assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => $"{type.GetField("Section")!.GetRawConstantValue()}__{property.Name}"));

        settings.Where(setting => !text.Contains($"`{setting}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_route_and_parameter_of_the_read_api_stands_in_api_md()
    {
        var text = await ReadAsync("api.md");
        await using var site = await TestSite.StartAsync(database);
        var described = await site.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");
        var missing = new List<string>();

        foreach (var (path, operations) in described!["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/v1/", StringComparison.Ordinal) && !path.Key.EndsWith(".csv", StringComparison.Ordinal)))
        {
            if (!text.Contains($"### `{path}`", StringComparison.Ordinal))
                missing.Add(path);
            foreach (var parameter in operations!["get"]!["parameters"]?.AsArray() ?? [])
            {
                var name = parameter!["name"]!.GetValue<string>();
                if (!path.Contains($"{{{name}}}", StringComparison.Ordinal) && !text.Contains($"| `{name}` |", StringComparison.Ordinal))
                    missing.Add($"{path}?{name}");
            }
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_link_and_picture_of_a_document_leads_to_a_file()
    {
        string[] documents = [Path.Combine(Places.Root, "README.md"), Path.Combine(Places.Root, "CONTRIBUTING.md"), .. Directory.GetFiles(Path.Combine(Places.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        var links = from document in documents
                    from Match link in Regex.Matches(File.ReadAllText(document), @"\]\(([^)#\s]+)(#[^)]*)?\)", RegexOptions.None, TimeSpan.FromSeconds(5))
                    let target = link.Groups[1].Value
                    // methodology.md is a page of the site too, and names other pages by their address.
                    where !target.Contains(':', StringComparison.Ordinal) && !target.StartsWith('/')
                    select (Document: Path.GetRelativePath(Places.Root, document), Target: target, Full: Path.Combine(Path.GetDirectoryName(document)!, target));
        var found = links.ToList();

        found.Count.ShouldBeGreaterThan(20);
        found.Where(link => !File.Exists(link.Full) && !Directory.Exists(link.Full)).Select(link => $"{link.Document}: {link.Target}").ShouldBeEmpty();
    }

    private static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Places.Root, "docs", name));
}
