namespace ModelTrends.Pages;

/// <summary>Names the resource files <c>SiteTexts.resx</c>, <c>SiteTexts.hi.resx</c>, <c>SiteTexts.zh.resx</c> for <c>IStringLocalizer&lt;SiteTexts&gt;</c>.</summary>
public sealed class SiteTexts;
