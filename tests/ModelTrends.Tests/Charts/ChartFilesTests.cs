using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelTrends.Charts.Files;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Charts;

public sealed partial class ChartFilesTests(SampleSite sample) : IClassFixture<SampleSite>
{
    private readonly TestSite _site = sample.Site;

    [Theory]
    [InlineData("share")]
    [InlineData("families")]
    [InlineData("labs")]
    [InlineData("leaderboard")]
    [InlineData("derivatives")]
    [InlineData("flows")]
    [InlineData("concentration")]
    [InlineData("definitions")]
    [InlineData("releases")]
    [InlineData("lineage")]
    [InlineData("why")]
    public async Task Every_chart_is_drawn_in_every_language_and_theme(string slug)
    {
        foreach (var query in new[] { "", "lang=hi&theme=dark", "lang=zh&preset=square", "preset=thumbnail", "width=360&height=480&scale=2", "caption=false" })
        {
            using var answer = await _site.Client.GetAsync($"/charts/{slug}.png?population=all&{query}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{slug} {query}: {await answer.Content.ReadAsStringAsync()}");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        }
    }

    [Fact]
    public async Task Numbers_of_csv_json_workbook_and_labels_are_those_of_the_api()
    {
        const string Question = "population=all&by=region";
        var api = (await _site.Client.GetFromJsonAsync<JsonObject>($"/api/v1/share?{Question}"))!;
        var json = (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/share.json?{Question}"))!;
        var csv = await _site.Client.GetStringAsync($"/charts/share.csv?{Question}&rows=all");
        var svg = await _site.Client.GetStringAsync($"/charts/share.svg?{Question}");
        var workbook = await _site.Client.GetByteArrayAsync($"/charts/share.xlsx?{Question}&rows=all");

        csv.ShouldBe(await _site.Client.GetStringAsync($"/api/v1/share.csv?{Question}"));
        JsonNode.DeepEquals(json["series"], api["series"]).ShouldBeTrue();
        var last = api["series"]!.AsArray().First(series => (string)series!["key"]! == "china")!["points"]!.AsArray()[^1]!;
        svg.ShouldContain($"China {((decimal)last["share"]! * 100).ToString("0.0", CultureInfo.InvariantCulture)} %");
        var sheet = Sheet(workbook);
        sheet.ShouldContain(((decimal)last["value"]!).ToString(CultureInfo.InvariantCulture));
        sheet.ShouldNotContain("<x:f>");
    }

    [Fact]
    public void A_name_that_begins_like_a_formula_is_text_in_csv_and_workbook()
    {
        var table = new CsvTable(["name", "value"], [["=HYPERLINK(\"http://evil\")", -1.5m], ["+1", 2m], ["@SUM(A1)", 3m]]);
        Encoding.UTF8.GetString(table.ToBytes()).ShouldContain("'=HYPERLINK");
        var meta = new ChartMetadata("=1+1", "subtitle", [], "en", "downloads", "downloads", "origin", "all", new Dictionary<string, string>(StringComparer.Ordinal), "day", "https://example.org", table.Header, ["@definition"], [], null, null, null, null,
            new Coverage(1, 0), Citation.Of("t", "s", null, "1.0", null, "https://example.org"), "1.0", null, "");
        var sheet = Sheet(ChartBundle.Workbook(table, meta));
        sheet.ShouldContain("@definition");
        sheet.ShouldContain("HYPERLINK");
        sheet.ShouldNotContain("<x:f>");
        sheet.ShouldNotContain("<f>");
    }

    [Fact]
    public async Task The_hashes_of_the_zip_verify_and_it_holds_citation_and_caveats()
    {
        using var zip = new ZipArchive(new MemoryStream(await _site.Client.GetByteArrayAsync("/charts/share.zip")));
        var sums = Read(zip, "SHA256SUMS");
        foreach (var line in Encoding.ASCII.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Convert.ToHexStringLower(SHA256.HashData(Read(zip, line[66..]))).ShouldBe(line[..64]);
        zip.Entries.Count.ShouldBe(9);
        var readme = Encoding.UTF8.GetString(Read(zip, "README.txt"));
        readme.ShouldContain("How to cite");
        readme.ShouldContain("caveats");
        readme.ShouldContain("licence: ");
        JsonNode.Parse(Read(zip, "metadata.json"))!["dataSha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Read(zip, "data.csv"))));
    }

    [Fact]
    public async Task Equal_data_gives_equal_bytes_and_the_parameters_may_stand_in_any_order()
    {
        await using var second = await TestSite.StartAsync(sample.Database);
        foreach (var file in new[] { "share.svg", "share.csv", "leaderboard.svg", "labs.svg" })
            (await second.Client.GetByteArrayAsync($"/charts/{file}?lang=hi&population=all")).ShouldBe(await _site.Client.GetByteArrayAsync($"/charts/{file}?population=all&lang=hi"));
    }

    [Fact]
    public async Task The_readme_and_the_definitions_speak_the_language_of_the_chart_and_the_workbook_says_what_its_rows_mean()
    {
        using var zip = new ZipArchive(new MemoryStream(await _site.Client.GetByteArrayAsync("/charts/share.zip?lang=hi")));
        var readme = Encoding.UTF8.GetString(Read(zip, "README.txt"));
        readme.ShouldContain("उद्धरण कैसे दें");
        readme.ShouldContain("हिस्सेदारी उस अवधि में गिने गए सब कुछ की है");
        readme.ShouldNotContain("Downloads are GET");
        var metadata = JsonNode.Parse(Read(zip, "metadata.json"))!;
        metadata["language"]!.GetValue<string>().ShouldBe("hi");
        metadata["citation"]!["brief"]!.GetValue<string>().ShouldStartWith("ModelTrends (");
        metadata["sources"]![0]!["licence"]!.GetValue<string>().ShouldNotBeEmpty();
        metadata["address"]!.GetValue<string>().ShouldStartWith(_site.Address.ToString());
        Sheet(Read(zip, "data.xlsx")).ShouldContain("methodology_version");
    }

    [Fact]
    public async Task Every_row_of_the_CSV_has_as_many_cells_as_the_header_and_the_workbook_of_equal_data_equal_bytes()
    {
        foreach (var slug in new[] { "share", "labs", "leaderboard", "flows", "releases", "definitions", "lineage", "concentration", "why" })
        {
            using var csv = new CsvHelper.CsvParser(new StringReader(await _site.Client.GetStringAsync($"/charts/{slug}.csv?population=all&rows=all")), CultureInfo.InvariantCulture);
            csv.Read().ShouldBeTrue(slug);
            var cells = csv.Count;
            var rows = 0;
            for (; csv.Read(); rows++) csv.Count.ShouldBe(cells, $"{slug}: {csv.RawRecord}");
            rows.ShouldBeGreaterThan(0, slug);
        }

        await using var second = await TestSite.StartAsync(sample.Database);
        var one = new ZipArchive(new MemoryStream(await _site.Client.GetByteArrayAsync("/charts/labs.xlsx?population=all")));
        var other = new ZipArchive(new MemoryStream(await second.Client.GetByteArrayAsync("/charts/labs.xlsx?population=all")));
        Read(one, "xl/worksheets/sheet1.xml").ShouldBe(Read(other, "xl/worksheets/sheet1.xml"));
    }

    [Theory]
    [InlineData("/charts/share.png?width=99999", "width")]
    [InlineData("/charts/share.png?width=2400&height=2400&scale=3", "scale")]
    [InlineData("/charts/share.png?theme=pink", "theme")]
    [InlineData("/charts/share.svg?keys=a,b,c,d,e,f,g,h,i,j,k", "keys")]
    [InlineData("/charts/share.csv?rows=some", "rows")]
    [InlineData("/charts/share.png?preset=poster", "preset")]
    [InlineData("/charts/share.png?mesure=likes", "mesure")]
    [InlineData("/charts/share.png?lang=<script>", "lang")]
    public async Task What_cannot_be_drawn_is_a_problem_that_names_the_parameter(string address, string parameter)
    {
        using var answer = await _site.Client.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().ContainsKey(parameter).ShouldBeTrue();
    }

    [Theory]
    [InlineData("en", "Total")]
    [InlineData("hi", "कुल")]
    [InlineData("zh", "合计")]
    public async Task A_table_as_a_picture_has_the_numbers_of_the_API_under_heads_in_words(string language, string total)
    {
        var answer = (await _site.Client.GetFromJsonAsync<JsonObject>("/api/v1/share?by=country&keys=CN,US&measure=likes&population=all"))!;
        var texts = PictureText.Of(await _site.Client.GetStringAsync($"/charts/share.svg?by=country&keys=CN,US&measure=likes&population=all&view=table&relative=false&lang={language}")).Select(text => text.Text).ToArray();

        texts.Contains(total, StringComparer.Ordinal).ShouldBeTrue();
        foreach (var series in answer["series"]!.AsArray().Where(series => series!["key"]!.GetValue<string>() is "CN" or "US"))
            texts.Contains(NumberText.Exact(Math.Round(series!["points"]!.AsArray()[^1]!["value"]!.GetValue<decimal>()), Language.Find(language)!), StringComparer.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task No_head_of_a_table_on_a_chart_page_is_a_name_of_the_file()
    {
        // Adoption is not among them: the sample has no counter it could be told from.
        foreach (var slug in new[] { "share", "race", "leaderboard", "flows", "derivatives", "concentration", "definitions", "releases", "lineage", "why" })
        {
            var names = (await _site.Client.GetStringAsync($"/charts/{slug}.csv?population=all")).Split("\r\n")[0].Split(',');
            foreach (var language in new[] { "hi", "zh" })
            {
                var page = await PageAsync($"/charts/{slug}?population=all&lang={language}");
                var table = page[page.IndexOf("id=\"numbers-table\"", StringComparison.Ordinal)..];
                var heads = TableHead().Matches(table[..table.IndexOf("</thead>", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value).ToArray();
                heads.ShouldNotBeEmpty();
                heads.Intersect(names, StringComparer.Ordinal).ShouldBeEmpty($"{slug} {language}");
            }
        }
    }

    [GeneratedRegex("<th[^>]*>([^<]*)</th>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableHead();

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task The_same_finding_heads_picture_page_dashboard_and_metadata(string code)
    {
        foreach (var slug in new[] { "flows", "concentration", "definitions", "releases", "derivatives", "lineage", "why" })
        {
            var metadata = (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/{slug}.metadata.json?lang={code}"))!;
            var (title, findings) = (metadata["title"]!.GetValue<string>(), metadata["findings"]!.AsArray().Select(said => said!.GetValue<string>()).ToArray());
            title.Equals(metadata["subtitle"]!.GetValue<string>(), StringComparison.Ordinal).ShouldBeFalse(slug);
            if (slug != "derivatives") findings.ShouldNotBeEmpty(slug);
            foreach (var page in slug == "lineage" ? [$"/charts/{slug}"] : new[] { $"/charts/{slug}", $"/{slug}" })
            {
                // A number is held together with what it counts.
                var html = OneWord().Replace(await PageAsync($"{page}?lang={code}"), "$1");
                html.ShouldContain($">{title}</h1>", Case.Sensitive, page);
                html.ShouldContain($"<meta property=\"og:title\" content=\"{title}\">", Case.Sensitive, page);
                foreach (var said in findings) html.ShouldContain($"<span>{said}</span>", Case.Sensitive, page);
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task Findings_are_made_of_the_numbers_of_the_API(string code)
    {
        var language = Language.Find(code)!;
        var flows = (await _site.Client.GetFromJsonAsync<JsonObject>("/api/v1/flows?by=region"))!;
        decimal Flow(string origin) => flows["cells"]!.AsArray().Where(cell => (string)cell!["publisher"]! == "united-states" && (string)cell["origin"]! == origin).Sum(cell => (decimal)cell!["value"]!);
        var published = flows["publishers"]!.AsArray().Single(sum => (string)sum!["key"]! == "united-states")!["value"]!.GetValue<decimal>();
        (await TitleAsync("flows")).ShouldContain(NumberText.Percent(Flow("china") / published, language));

        var concentration = (await _site.Client.GetFromJsonAsync<JsonObject>("/api/v1/concentration"))!;
        (await TitleAsync("concentration")).ShouldContain(NumberText.Percent(concentration["models"]!.AsArray().Single(top => (int)top!["top"]! == 10)!["share"]!.GetValue<decimal>(), language));

        var definitions = (await _site.Client.GetFromJsonAsync<JsonObject>("/api/v1/definitions"))!["definitions"]!.AsArray();
        decimal? Share(JsonNode? row, string country) => row!["shares"]!.AsArray().Single(share => (string)share!["country"]! == country)!["share"]?.GetValue<decimal>();
        var both = definitions.Where(row => Share(row, "CN") is not null && Share(row, "US") is not null).ToArray();
        var title = await TitleAsync("definitions");
        title.ShouldContain(NumberText.Percent(both.Min(row => Share(row, "CN")), language));
        title.ShouldContain(NumberText.Percent(both.Max(row => Share(row, "CN")), language));
        Number().Matches(title).Select(match => match.Value).Contains(both.Count(row => Share(row, "CN") > Share(row, "US")).ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal).ShouldBeTrue(title);

        var releases = (await _site.Client.GetFromJsonAsync<JsonObject>("/api/v1/releases?by=country&population=mainline&interval=month"))!["series"]!.AsArray();
        var counts = Number().Matches(await TitleAsync("releases")).Select(match => match.Value).ToArray();
        foreach (var country in new[] { "CN", "US" }) counts.Contains(releases.Where(series => (string)series!["key"]! == country).Sum(series => (int)series!["models"]!).ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal).ShouldBeTrue(country);

        async Task<string> TitleAsync(string slug) => (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/{slug}.metadata.json?lang={code}"))!["title"]!.GetValue<string>();
    }

    [Fact]
    public async Task Runners_released_before_the_data_begin_where_the_data_begin_and_the_page_says_so()
    {
        const string Question = "by=generation&keys=Qwen3,DeepSeek-R1&align=release&population=all&interval=day";
        var answer = (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/race.json?{Question}"))!;
        var first = answer["series"]!.AsArray().Min(series => series!["points"]!.AsArray().Min(point => DateOnly.Parse((string)point!["day"]!, CultureInfo.InvariantCulture)));
        var released = answer["released"]!.AsObject().Select(pair => DateOnly.Parse(pair.Value!.GetValue<string>(), CultureInfo.InvariantCulture)).ToArray();
        var youngest = first.DayNumber - released.Max().DayNumber;
        var option = (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/race.option.json?{Question}"))!;
        var findings = (await _site.Client.GetFromJsonAsync<JsonObject>($"/charts/race.metadata.json?{Question}"))!["findings"]!.AsArray();

        youngest.ShouldBeGreaterThan(100);
        option["xAxis"]!["min"]!.GetValue<double>().ShouldBe(youngest);
        foreach (var line in option["series"]!.AsArray().Where(series => (string?)series!["type"] == "line"))
        {
            line!["data"]![0]!["value"]![0]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(youngest);
            line["data"]![0]!["symbol"]!.GetValue<string>().ShouldBe("emptyCircle");
        }

        findings.Count.ShouldBe(2);
        var page = await PageAsync($"/race?{Question}");
        foreach (var said in findings) page.ShouldContain($"<span>{said!.GetValue<string>()}</span>");
        findings[0]!.GetValue<string>().ShouldContain($"its numbers are known from {DateText.Day(first, Language.English)} on");
        // Names, not keys, although the answer is of another kind.
        Regex.Match(await PageAsync("/race?by=family&keys=qwen,llama&align=release"), "id=\"crossing\">[^<]*", RegexOptions.None, TimeSpan.FromSeconds(1)).Value.ShouldContain("Qwen");
    }

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [Fact]
    public async Task Nothing_to_draw_and_no_such_chart_are_404_and_never_a_picture()
    {
        foreach (var address in new[] { "/charts/nothing.png", "/charts/share.png?from=1999-01-01&to=1999-02-01" })
        {
            using var answer = await _site.Client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Fact]
    public async Task The_page_shows_the_picture_without_a_script_and_only_embeds_may_be_framed()
    {
        var page = await PageAsync("/charts/share?lang=hi");
        page.ShouldContain("<svg role=\"img\"");
        page.ShouldContain("BibTeX");
        using var embed = await _site.Client.GetAsync("/embed/share");
        embed.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors *");
        using var plain = await _site.Client.GetAsync("/charts/share");
        plain.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        using var gzip = new HttpRequestMessage(HttpMethod.Get, "/lib/echarts/echarts.js");
        gzip.Headers.AcceptEncoding.ParseAdd("gzip");
        using var script = await _site.Client.SendAsync(gzip);
        (await script.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(300_000);
    }

    private async Task<string> PageAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await _site.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string Sheet(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        return string.Concat(zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(entry => Encoding.UTF8.GetString(Read(zip, entry.FullName))));
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var source = zip.GetEntry(name)!.Open();
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }

    [GeneratedRegex("<span class=\"one-word\">([^<]*)</span>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneWord();
}
