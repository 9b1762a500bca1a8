using Microsoft.Extensions.Options;

namespace ModelTrends.HuggingFace;

internal sealed class HubOptionsCheck : IValidateOptions<HubOptions>
{
    public ValidateOptionsResult Validate(string? name, HubOptions options)
    {
        var failures = new List<string>();
        if (!options.BaseUrl.IsAbsoluteUri || options.BaseUrl.Scheme is not ("http" or "https"))
            failures.Add("Hub:BaseUrl (or HF_ENDPOINT) must be an absolute http or https address.");
        else if (options.BaseUrl.UserInfo.Length > 0 || options.BaseUrl.Query.Length > 0)
            failures.Add("Hub:BaseUrl (or HF_ENDPOINT) must hold neither credentials nor a query.");
        if (options.Token is { Length: > 0 } token && token.Any(c => c is <= ' ' or > '~'))
            failures.Add("Hub:Token (or HF_TOKEN) holds characters that no token has.");
        if (options.PageSize is < 1 or > 1000)
            failures.Add("Hub:PageSize must be from 1 to 1000.");
        if (options.RequestTimeout < TimeSpan.FromSeconds(1) || options.RequestTimeout > TimeSpan.FromMinutes(10))
            failures.Add("Hub:RequestTimeout must be from 00:00:01 to 00:10:00.");
        if (options.RetryDelay < TimeSpan.FromMilliseconds(1) || options.RetryDelay > TimeSpan.FromMinutes(1))
            failures.Add("Hub:RetryDelay must be from 00:00:00.001 to 00:01:00.");
        if (options.Retries is < 0 or > 20)
            failures.Add("Hub:Retries must be from 0 to 20.");
        if (options.ThrottleBudget <= TimeSpan.FromSeconds(300) || options.ThrottleBudget > TimeSpan.FromDays(1))
            failures.Add("Hub:ThrottleBudget must be more than 00:05:00 and at most 1.00:00:00.");
        if (options.QuotaReserve is < 0 or > 1000)
            failures.Add("Hub:QuotaReserve must be from 0 to 1000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
