using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Input.Formats;

/// <summary>The formats of one file.</summary>
/// <param name="Declarations">In file order; later ones may build on earlier ones.</param>
/// <param name="Catalogue">The catalogue that the file was read with, extended by these.</param>
public sealed record FormatSet(ImmutableArray<FormatDeclaration> Declarations, FormatCatalogue Catalogue);
