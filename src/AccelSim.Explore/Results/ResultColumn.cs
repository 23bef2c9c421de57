using System.Globalization;

namespace AccelSim.Explore.Results;

/// <summary>One column of a sheet, read by row index.</summary>
public sealed class ResultColumn
{
    private readonly Func<int, string> text;

    internal ResultColumn(string name, string unit, Func<int, string> text)
    {
        Name = name;
        Unit = unit;
        this.text = text;
    }

    /// <summary>Header of the column.</summary>
    public string Name { get; }

    /// <summary>Unit in words, empty where there is none or it is unknown.</summary>
    public string Unit { get; }

    /// <summary>The cell as written, empty when unknown.</summary>
    public string Text(int row) => text(row);

    /// <summary>
    /// The cell as a number, NaN when it is empty or no number. It is read from the text, not from the run's own double,
    /// which has more digits: so a table in memory and the same table from its file give the same front, plot and report.
    /// </summary>
    public double Number(int row) =>
        double.TryParse(text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
