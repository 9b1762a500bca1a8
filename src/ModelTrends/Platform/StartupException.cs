namespace ModelTrends.Platform;

/// <summary>The application cannot start; the message is for the person who started it and names what to change.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
