using Microsoft.Extensions.Options;

namespace ModelTrends.Digest.Bounces;

/// <summary>What annotations cannot say: a login with a token is whole, the authority's file is there.</summary>
public sealed class BounceOptionsCheck : IValidateOptions<BounceOptions>
{
    public ValidateOptionsResult Validate(string? name, BounceOptions options)
    {
        if (options.CaFile is { Length: > 0 } authority && !File.Exists(authority))
            return ValidateOptionsResult.Fail("Bounces__CaFile names a file that does not exist.");
        return options.OAuth.Fault(BounceOptions.Section, options.User) is { } login ? ValidateOptionsResult.Fail(login) : ValidateOptionsResult.Success;
    }
}
