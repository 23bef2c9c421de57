using System.Collections.Immutable;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Colours and marker shapes of series. Colours are those of Okabe and Ito, "Color Universal Design" (2008), which people
/// with any common colour blindness tell apart; shapes differ too, so that a print in grey can be read.
/// </summary>
internal static class Palette
{
    private static readonly ImmutableArray<Color> Colors =
    [
        new("#0072B2"), new("#D55E00"), new("#009E73"), new("#CC79A7"), new("#E69F00"), new("#56B4E9"), new("#000000"),
        // The palette's yellow (#F0E442) is darkened: on white paper it has a contrast of 1.3 only.
        new("#B8A800"),
        // Beyond eight, the same hues dark.
        new("#00395A"), new("#8A3C00"), new("#005B43"), new("#7A3F62"), new("#805800"), new("#2C6F96"), new("#8C8C8C"), new("#5F5800"),
    ];

    private static readonly ImmutableArray<MarkerShape> Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp,
        MarkerShape.OpenDiamond, MarkerShape.OpenTriangleDown, MarkerShape.Cross, MarkerShape.Eks, MarkerShape.Asterisk,
    ];

    /// <summary>Ink of text and axes.</summary>
    public static Color Ink { get; } = new("#222222");

    /// <summary>Grid lines.</summary>
    public static Color Grid { get; } = new("#E4E4E4");

    /// <summary>What stands back: the front's line, leaders, series beyond the last colour.</summary>
    public static Color Muted { get; } = new("#767676");

    /// <summary>Colour of series number <paramref name="index"/>.</summary>
    public static Color Color(int index) => Colors[index % Colors.Length];

    /// <summary>Shape of series number <paramref name="index"/>; 13 shapes against 16 colours repeat as a pair only after 208.</summary>
    public static MarkerShape Shape(int index) => Shapes[index % Shapes.Length];

    /// <summary>
    /// Width of line number <paramref name="index"/> where no markers tell lines apart. Dashes would, but Skia's SVG writer
    /// drops them.
    /// </summary>
    public static float LineWidth(int index) => (index % 3) switch { 0 => 2.2f, 1 => 3.6f, _ => 1.2f };

    /// <summary>True for a shape that is drawn with lines, not filled.</summary>
    public static bool IsOpen(MarkerShape shape) => Shapes.IndexOf(shape) >= 5;
}
