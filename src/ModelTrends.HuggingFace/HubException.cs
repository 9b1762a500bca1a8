namespace ModelTrends.HuggingFace;

/// <summary>The Hub did not answer as needed, after all repeats. The message can be shown: it holds neither token nor markup.</summary>
public class HubException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The Hub understood the question and will not answer it: the same one need not be asked again.</summary>
    public bool IsRefusal { get; init; }
}

/// <summary>The token is wrong or revoked. Nothing may be concluded about any model, and asking again cannot help.</summary>
public sealed class HubCredentialsException(string message) : HubException(message);

/// <summary>A fault of the way, not of the question: asked again, the answer may be right.</summary>
internal sealed class HubTransportException(string message, Exception? inner = null) : HubException(message, inner);

/// <summary>400 with the list of values <c>expand</c> may have.</summary>
internal sealed class HubExpandException(string message, IReadOnlyList<string> allowed) : HubException(message)
{
    public IReadOnlyList<string> Allowed { get; } = allowed;
}
