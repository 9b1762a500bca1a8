using System.Collections.Frozen;

namespace ModelTrends.Domain.Labs;

/// <summary>
/// China is CN alone; Hong Kong belongs to the rest of the world and is shown apart. Europe is the European Union with Britain,
/// Switzerland and Norway. International, individual and unknown are regions of their own, so that no denominator loses them.
/// </summary>
public static class Regions
{
    public const string China = "china";
    public const string UnitedStates = "united-states";
    public const string Europe = "europe";
    public const string Rest = "rest";

    public static readonly IReadOnlyList<string> All = [China, UnitedStates, Europe, Rest, Countries.International, Countries.Individual, Countries.Unknown];

    private static readonly FrozenSet<string> European =
        "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE GB CH NO".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static string Of(string country) => country switch
    {
        "CN" => China,
        "US" => UnitedStates,
        Countries.International or Countries.Individual or Countries.Unknown => country,
        _ => European.Contains(country) ? Europe : Rest,
    };
}
