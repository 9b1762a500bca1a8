using ModelTrends.Charts;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Charts;

/// <param name="Type">select, date, number or text.</param>
/// <param name="Options">Value and word, for a select.</param>
public sealed record ChartControl(string Name, string Label, string Type, IReadOnlyList<(string Value, string Word)> Options, string Chosen);

/// <summary>The controls of a sheet: a form that leads to an address, so every state has one.</summary>
public static class ChartControls
{
    private static readonly Measure[] SlotFree = [.. Enum.GetValues<Measure>().Where(measure => measure != Measure.TrendingSlots)];

    /// <summary>The questions everybody asks, in one line.</summary>
    public static IEnumerable<ChartControl> First(this ChartSheet sheet)
    {
        var (state, texts, slug) = (sheet.State, sheet.Texts, sheet.Kind.Slug);
        if (slug == "definitions") yield break;
        if (slug == "lineage")
        {
            yield return new ChartControl("keys", texts["control.model"], "text", [], string.Join(',', state.Keys));
            yield break;
        }

        if (state.IsWhy)
        {
            yield return new ChartControl("key", texts["control.key"], "text", [], state.Key);
            yield return Of(sheet, "of", Names.All<Dimension>(), Names.Of(state.Of), value => texts.Option("by", value));
            yield return Of(sheet, "by", Names.All<WhyBy>(), sheet.ByName(), value => texts.Option("by", value));
            yield return new ChartControl("from", texts["control.from"], "date", [], Day(state.Selection.From));
            yield return new ChartControl("to", texts["control.to"], "date", [], Day(state.Selection.To));
        }

        if (sheet.IsTimeSeries() || slug == "releases") yield return Of(sheet, "by", state.IsRace ? [.. Names.All<Dimension>(), ChartState.Model] : Names.All<Dimension>(), sheet.ByName(), value => texts.Option("by", value));
        if (state.IsBoard)
        {
            yield return Of(sheet, "measure", Names.All<BoardMeasure>(), Names.Of(state.Board), value => texts.Option("measure", value));
        }
        else if (slug is not "adoption" and not "releases")
        {
            yield return Of(sheet, "measure", [.. (slug is "flows" or "concentration" or "why" ? SlotFree : Enum.GetValues<Measure>()).Select(measure => Names.Of(measure))], Names.Of(state.Measure), value => texts.Option("measure", value));
        }

        yield return Of(sheet, "population", Names.All<Population>(), Names.Of(state.Selection.Population), value => texts.Option("population", value));
        yield return Of(sheet, "lens", Names.All<Lens>(), Names.Of(state.Selection.Lens), value => texts.Option("lens", value));
    }

    /// <summary>The switches behind "more".</summary>
    public static IEnumerable<ChartControl> More(this ChartSheet sheet)
    {
        var (state, texts) = (sheet.State, sheet.Texts);
        var any = texts["option.any"];
        if (sheet.Kind.Slug is not ("definitions" or "lineage"))
        {
            yield return Of(sheet, "size", ["", .. Names.All<SizeClass>()], string.Join(',', state.Selection.Sizes.Select(size => Names.Of(size))), value => value.Length == 0 ? any : texts.Option("size", value));
            if (sheet.Kind.Slug != "derivatives")
                yield return Of(sheet, "relation", ["", .. Names.All<Relation>()], string.Join(',', state.Selection.Relations.Select(relation => Names.Of(relation))), value => value.Length == 0 ? any : texts.Option("relation", value));
            yield return Of(sheet, "excludeCi", ["false", "true"], state.Selection.ExcludeCi ? "true" : "false", value => texts.Option("excludeCi", value));
            if (!state.IsWhy)
            {
                yield return new ChartControl("from", texts["control.from"], "date", [], Day(state.Selection.From));
                yield return new ChartControl("to", texts["control.to"], "date", [], Day(state.Selection.To));
            }
        }

        yield return Of(sheet, "source", ["", .. sheet.Sources], state.Selection.Source ?? "", value => value.Length == 0 ? texts["option.source.default"] : value);
    }

    /// <summary>What the series stand for, as the address says it.</summary>
    public static string ByName(this ChartSheet sheet) => sheet.State.ByModel ? ChartState.Model : Names.Of(sheet.State.By);

    /// <summary>What no control shows but the address has.</summary>
    public static IEnumerable<(string Name, string Value)> Kept(this ChartSheet sheet)
    {
        var shown = sheet.First().Concat(sheet.More()).Select(control => control.Name).ToHashSet(StringComparer.Ordinal);
        if (sheet.Candidates.Count > 0) shown.Add("keys");
        return sheet.Chosen().Where(pair => !shown.Contains(pair.Name)).Concat(sheet.Own);
    }

    private static ChartControl Of(ChartSheet sheet, string name, IReadOnlyList<string> values, string chosen, Func<string, string> word)
    {
        // Two sizes joined by a comma are an answer too, though no single choice.
        var all = values.Contains(chosen, StringComparer.Ordinal) ? values : [.. values, chosen];
        return new ChartControl(name, sheet.Texts["control." + name], "select", [.. all.Select(value => (value, values.Contains(value, StringComparer.Ordinal) ? word(value) : value))], chosen);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
