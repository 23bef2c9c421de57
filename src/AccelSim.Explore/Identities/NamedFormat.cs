using AccelSim.Model.Formats;

namespace AccelSim.Explore.Identities;

/// <summary>Formats by their spelling.</summary>
internal static class NamedFormat
{
    public static NumberFormat Of(string text) =>
        FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out NumberFormat? format, out string? error) ? format! : throw new ArgumentException(error);
}
