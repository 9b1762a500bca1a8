using ModelTrends.Platform.Answers;

namespace ModelTrends.Attribution.Answers;

/// <summary>The read API's routes about labs, families, models and what nobody has tagged.</summary>
public static class AttributionRoutes
{
    public static void MapAttributionAnswers(this WebApplication app)
    {
        var api = app.MapReadApi();
        api.MapAnswer<LabsAnswer, LabsAnswer.Query, LabsAnswer.Response>(
            "/labs", "labs", "Every lab with its namespaces, evidence and totals.", LabsAnswer.Parameters, LabsAnswer.Read, (labs, query, token) => labs.HandleAsync(query, token));
        api.MapAnswer<LabsAnswer, One, LabsAnswer.SingleResponse>(
            "/labs/{id}", "lab", "One lab.", [RegistryMeta.AsOf], One.Read, (labs, one, token) => labs.FindAsync(one.Id, one.AsOf, token));
        api.MapAnswer<FamiliesAnswer, One, FamiliesAnswer.Response>(
            "/families", "families", "Every family with its generations and totals.", FamiliesAnswer.Parameters, (_, reader) => new One(reader.Text("lab")!, reader.Moment("asOf")),
            (families, of, token) => families.HandleAsync(of.Id, of.AsOf, token));
        api.MapAnswer<FamiliesAnswer, One, FamiliesAnswer.SingleResponse>(
            "/families/{id}", "family", "One family, by generation.", [RegistryMeta.AsOf], One.Read, (families, one, token) => families.FindAsync(one.Id, one.AsOf, token));
        api.MapAnswer<ModelAnswer, ModelAnswer.Query, ModelAnswer.Response>(
            "/models/{owner}/{name}", "model", "One model: both attributions with rule and evidence, and its lineage.", ModelAnswer.Parameters, ModelAnswer.Read,
            (models, query, token) => models.HandleAsync(query, token));
        api.MapAnswer<UnknownAnswer, UnknownAnswer.Query, UnknownAnswer.Response>(
            "/attribution/unknown", "unknown", "Namespaces nobody has tagged.", UnknownAnswer.Parameters, UnknownAnswer.Read, (unknown, query, token) => unknown.HandleAsync(query, token));
        api.MapAnswer<VersionsAnswer, One, VersionsAnswer.Response>(
            "/attribution/versions", "registryVersions", "Versions of the registry and what each moved.", [RegistryMeta.AsOf],
            (_, reader) => new One("", reader.Moment("asOf")), (versions, one, token) => versions.HandleAsync(one.AsOf, token));
    }

    /// <summary>Which one, and as known when.</summary>
    private sealed record One(string Id, DateTimeOffset? AsOf)
    {
        public static One Read(HttpContext http, QueryReader reader) => new((string)http.GetRouteValue("id")!, reader.Moment("asOf"));
    }
}
