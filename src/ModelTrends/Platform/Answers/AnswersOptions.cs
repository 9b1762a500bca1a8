using System.ComponentModel.DataAnnotations;

namespace ModelTrends.Platform.Answers;

/// <summary>Settings <c>Answers:*</c>: how much of the read API one reader may ask.</summary>
public sealed class AnswersOptions
{
    public const string Section = "Answers";

    /// <summary>Questions a minute and address. A page with charts asks some 20: a minute of impatient reading by a whole office fits, a crawler is slowed down.</summary>
    [Range(10, 1_000_000)]
    public int QuestionsAMinute { get; set; } = 600;
}
