namespace ModelTrends.Pages.Dashboards;

/// <summary>Names the resource files <c>DashboardTexts*.resx</c>.</summary>
public sealed class DashboardTexts;
