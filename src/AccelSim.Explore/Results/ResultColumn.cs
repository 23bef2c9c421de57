namespace AccelSim.Explore.Results;

/// <summary>One column of a sheet, read by row index.</summary>
public sealed class ResultColumn
{
    private readonly Func<int, string> text;
    private readonly Func<int, double> number;

    internal ResultColumn(string name, string unit, Func<int, string> text, Func<int, double> number)
    {
        Name = name;
        Unit = unit;
        this.text = text;
        this.number = number;
    }

    /// <summary>Header of the column.</summary>
    public string Name { get; }

    /// <summary>Unit in words, empty where there is none or it is unknown.</summary>
    public string Unit { get; }

    /// <summary>The cell as written, empty when unknown.</summary>
    public string Text(int row) => text(row);

    /// <summary>The cell as a number, NaN when it is empty or no number.</summary>
    public double Number(int row) => number(row);
}
