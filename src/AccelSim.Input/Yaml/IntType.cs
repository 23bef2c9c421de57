using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A whole number without a unit that fits 32 bits.</summary>
/// <param name="min">Smallest allowed.</param>
/// <param name="max">Largest allowed.</param>
public sealed class IntType(int min, int max = 1_000_000) : ScalarType<int>
{
    private readonly WholeType whole = new(min, max);

    public override string Expected => whole.Expected;

    protected override bool IsText => false;

    public override bool TryParse(string text, ReadContext context, out int value, [NotNullWhen(false)] out string? error)
    {
        bool ok = whole.TryParse(text, context, out long wide, out error);
        value = ok ? (int)wide : 0;
        return ok;
    }

    public override string Format(int value) => whole.Format(value);

    public override void WriteSchema(Utf8JsonWriter writer) => whole.WriteSchema(writer);
}
