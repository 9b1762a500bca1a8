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
        api.MapAnswer<LabsAnswer, string, LabsAnswer.SingleResponse>(
            "/labs/{id}", "lab", "One lab.", [], Id, (labs, id, token) => labs.HandleAsync(id, token));
        api.MapAnswer<FamiliesAnswer, string?, FamiliesAnswer.Response>(
            "/families", "families", "Every family with its generations and totals.", FamiliesAnswer.Parameters, (_, reader) => reader.Text("lab"),
            (families, lab, token) => families.HandleAsync(lab, token));
        api.MapAnswer<FamiliesAnswer, string, FamiliesAnswer.SingleResponse>(
            "/families/{id}", "family", "One family, by generation.", [], Id, (families, id, token) => families.FindAsync(id, token));
        api.MapAnswer<ModelAnswer, ModelAnswer.Query, ModelAnswer.Response>(
            "/models/{owner}/{name}", "model", "One model: both attributions with rule and evidence, and its lineage.", ModelAnswer.Parameters, ModelAnswer.Read,
            (models, query, token) => models.HandleAsync(query, token));
        api.MapAnswer<UnknownAnswer, UnknownAnswer.Query, UnknownAnswer.Response>(
            "/attribution/unknown", "unknown", "Namespaces nobody has tagged.", UnknownAnswer.Parameters, UnknownAnswer.Read, (unknown, query, token) => unknown.HandleAsync(query, token));
        api.MapAnswer<VersionsAnswer, string, VersionsAnswer.Response>(
            "/attribution/versions", "registryVersions", "Versions of the registry and what each moved.", [], (_, _) => "", (versions, _, token) => versions.HandleAsync(token));
    }

    private static string Id(HttpContext http, QueryReader reader) => (string)http.GetRouteValue("id")!;
}
