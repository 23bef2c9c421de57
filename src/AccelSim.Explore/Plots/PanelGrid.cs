using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Where the parts of a picture of many panels lie: a title above, rows of equal panels, one title of each axis at the outer
/// edge, and the legend in a cell that no panel needs or, where it does not fit, on the right.
/// </summary>
/// <param name="Panels">How many panels.</param>
/// <param name="Legend">Size of the legend.</param>
/// <param name="HasTitle">Whether there is a title.</param>
internal sealed record PanelGrid(int Panels, PixelSize Legend, bool HasTitle)
{
    /// <summary>Size of one panel, its tick labels and title included.</summary>
    public const int PanelWidth = 316, PanelHeight = 282;

    /// <summary>Room around the data of a panel, the same in all so that their axes are in line.</summary>
    public static readonly PixelPadding Margins = new(54, 12, 28, 34);

    private const int AxisTitle = 34, Title = 46, LegendGap = 22;

    /// <summary>Panels beside each other.</summary>
    public int Columns => Panels switch { <= 3 => Panels, 4 => 2, <= 9 => 3, _ => 4 };

    public int Rows => (Panels + Columns - 1) / Columns;

    public int Width => AxisTitle + Columns * PanelWidth + (LegendInCell ? 0 : LegendGap + (int)Math.Ceiling(Legend.Width)) + 8;

    public int Height => Top + Math.Max(Rows * PanelHeight + AxisTitle, LegendInCell ? 0 : (int)Math.Ceiling(Legend.Height) + 2 * LegendGap);

    /// <summary>Upper left corner of a panel.</summary>
    public Pixel Panel(int index) => new(AxisTitle + index % Columns * PanelWidth, Top + index / Columns * PanelHeight);

    /// <summary>Upper left corner of the legend.</summary>
    public Pixel LegendCorner => LegendInCell
        ? new Pixel(Panel(Panels).X + Margins.Left, Panel(Panels).Y + Math.Min(Margins.Top, PanelHeight - Legend.Height))
        : new Pixel(AxisTitle + Columns * PanelWidth + LegendGap, Top + Margins.Top);

    /// <summary>Middle of the picture's title.</summary>
    public Pixel TitleMiddle => new(Middle, Title / 2f);

    /// <summary>Middle of the horizontal axis' title.</summary>
    public Pixel AcrossMiddle => new(Middle, Top + Rows * PanelHeight + AxisTitle / 2f - 4);

    /// <summary>Middle of the vertical axis' title.</summary>
    public Pixel UpMiddle => new(AxisTitle / 2f + 4, Top + Rows * PanelHeight / 2f);

    private bool LegendInCell => Panels % Columns != 0 && Legend.Height <= PanelHeight && Legend.Width <= PanelWidth - Margins.Left;

    private int Top => HasTitle ? Title : 8;

    private float Middle => AxisTitle + (Columns * PanelWidth + Margins.Left - Margins.Right) / 2f;
}
