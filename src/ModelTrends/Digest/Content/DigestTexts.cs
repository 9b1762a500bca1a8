namespace ModelTrends.Digest.Content;

/// <summary>Names the resource files of the mails.</summary>
public sealed class DigestTexts;
