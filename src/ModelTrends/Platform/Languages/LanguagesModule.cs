using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace ModelTrends.Platform.Languages;

/// <summary>The address decides (<c>lang=</c>), else what the browser asks for, else English.</summary>
public static class LanguagesModule
{
    public static void AddLanguages(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.Services.AddTransient(typeof(IStringLocalizer<>), typeof(SpacedLocalizer<>));
        builder.Services.Configure<RequestLocalizationOptions>(options =>
        {
            var codes = Language.All.Select(language => language.Code).ToArray();
            options.SetDefaultCulture(Language.English.Code).AddSupportedCultures(codes).AddSupportedUICultures(codes);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider { QueryStringKey = "lang", UIQueryStringKey = "lang" },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization();
}
