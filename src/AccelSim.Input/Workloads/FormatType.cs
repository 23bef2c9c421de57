using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;

namespace AccelSim.Input.Workloads;

/// <summary>A number format in the spelling of the format grammar.</summary>
public sealed class FormatType : ScalarType<NumberFormat>
{
    public static readonly FormatType Instance = new();

    public override string Expected => "a number format such as int8, int4(g=128), mxfp4, 2:4(int8) or sq(int8/int4,b=64,s=0.875)";

    public override bool TryParse(
        string text, ReadContext context, [MaybeNullWhen(false)] out NumberFormat value, [NotNullWhen(false)] out string? error) =>
        FormatParser.TryParse(text, context.Files.Formats, out value, out error);

    public override string Format(NumberFormat value) => value.Name;

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "string");
}
