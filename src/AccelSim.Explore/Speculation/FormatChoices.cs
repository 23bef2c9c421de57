using AccelSim.Model.Formats;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>Formats of the combined front, with the cache that was asked.</summary>
public static class FormatChoices
{
    private static readonly (string Name, string Weights, string Activations)[] Choices =
    [
        ("bf16", "bf16", "bf16"),
        ("W8A8", "int8", "int8"),
        ("W4A4", "int4(g=128)", "int4(g=128)"),
        ("W(SQ)A8", "sq(int8/int4,b=64,s=0.875)", "int8"),
        ("W(SQ)A4", "sq(int8/int4,b=64,s=0.875)", "int4(g=128)"),
    ];

    /// <summary>Name and formats; the head follows the weights of 8 bits.</summary>
    public static IEnumerable<(string Name, FormatPlan Formats)> Of(FormatCatalogue catalogue, FormatPlan asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        foreach ((string name, string weights, string activations) in Choices)
        {
            if (FormatParser.TryParse(weights, catalogue, out NumberFormat? w, out _) && FormatParser.TryParse(activations, catalogue, out NumberFormat? a, out _))
                yield return (name, asked with { Weights = w, Activations = a, Overrides = [] });
        }
    }
}
