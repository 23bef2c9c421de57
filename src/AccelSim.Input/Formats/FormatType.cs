using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;

namespace AccelSim.Input.Formats;

/// <summary>A number format in the spelling of the contract.</summary>
/// <param name="role">What the operand is used as; formats that cannot serve it are refused. Null when that is judged elsewhere.</param>
public sealed class FormatType(OperandRole? role = null) : ScalarType<NumberFormat>
{
    public override string Expected => "a number format such as int8, int4(g=128), mxfp4, 2:4(int8) or sq(int8/int4,b=64,s=0.875)";

    public override bool TryParse(string text, ReadContext context, [MaybeNullWhen(false)] out NumberFormat value, [NotNullWhen(false)] out string? error)
    {
        if (!FormatParser.TryParse(text, context.Files.Formats, out value, out error))
        {
            if (text.Count(c => c == '(') != text.Count(c => c == ')')) error += "; inside [ ] and { } a format with commas needs quotes";
            return false;
        }
        error = role is { } wanted ? value.WhyNot(wanted) : null;
        return error is null;
    }

    public override string Format(NumberFormat value) => value.Name;

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "string");
}
