namespace ModelTrends.Trends;

/// <summary>Stored measures are millionths; answers show the number.</summary>
internal static class Micro
{
    public static decimal ToDecimal(long millionths) => millionths / 1_000_000m;
}
