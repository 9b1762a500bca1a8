namespace ModelTrends.Domain.Labs;

/// <summary>One file of the registry: its path below <c>Registry/</c> and its text.</summary>
public sealed record RegistryFile(string Path, string Text)
{
    public const string LabsFolder = "labs/";
    public const string FamiliesFolder = "families/";

    /// <summary>The files of labs and families inside the program, in the order of their paths.</summary>
    public static IReadOnlyList<RegistryFile> Bundled()
    {
        var assembly = typeof(RegistryFile).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(LabsFolder, StringComparison.Ordinal) || name.StartsWith(FamiliesFolder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return new RegistryFile(name, reader.ReadToEnd());
                }),
        ];
    }
}

/// <summary>What is wrong, where: file, line (from 1) and the rule that was broken.</summary>
public sealed record RegistryProblem(string File, long Line, string Rule, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Rule}: {Message}";
}

public sealed class RegistryException(IReadOnlyList<RegistryProblem> problems)
    : Exception($"The registry has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<RegistryProblem> Problems { get; } = problems;
}
