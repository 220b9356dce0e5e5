using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text whose references are resolved when the process that is handed it starts.</summary>
public sealed class ReferenceExpression
{
    readonly IReadOnlyList<Func<string>> parts;

    ReferenceExpression(IReadOnlyList<Func<string>> parts) => this.parts = parts;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) =>
        new(handler.Parts);

    internal string Resolve() => string.Concat(parts.Select(part => part()));

    /// <summary>Lets an expression be written as an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(
        int literalLength,
        int formattedCount
    )
    {
        internal List<Func<string>> Parts { get; } =
            new(literalLength == 0 ? formattedCount : 2 * formattedCount + 1);

        public void AppendLiteral(string value) => Parts.Add(() => value);

        public void AppendFormatted(string? value) => Parts.Add(() => value ?? "");

        public void AppendFormatted(EndpointReference value) => Parts.Add(() => value.Url);

        public void AppendFormatted(EndpointReferenceExpression value) => Parts.Add(value.Resolve);
    }
}
