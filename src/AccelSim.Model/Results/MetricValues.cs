using System.Globalization;

namespace AccelSim.Model.Results;

/// <summary>The metrics of one row, as the text of their cells; a metric that the run cannot know is empty, never 0.</summary>
public sealed class MetricValues
{
    private readonly string[] cells = new string[Metrics.All.Length];
    private readonly double[] numbers = new double[Metrics.All.Length];

    public MetricValues()
    {
        Array.Fill(cells, "");
        Array.Fill(numbers, double.NaN);
    }

    /// <summary>Text of the cell in the invariant culture, empty when unknown.</summary>
    public string this[Metric metric] => cells[metric.Ordinal];

    /// <summary>Value as a number, NaN when unknown or not a number.</summary>
    public double Number(Metric metric) => numbers[metric.Ordinal];

    public bool Has(Metric metric) => cells[metric.Ordinal].Length > 0;

    public void Set(Metric metric, long value)
    {
        cells[metric.Ordinal] = value.ToString(CultureInfo.InvariantCulture);
        numbers[metric.Ordinal] = value;
    }

    /// <summary>Ten significant digits: more than any model here deserves, few enough to read.</summary>
    public void Set(Metric metric, double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"{metric.Name} is {value}, which is not a finite number.");
        cells[metric.Ordinal] = value.ToString("G10", CultureInfo.InvariantCulture);
        numbers[metric.Ordinal] = value;
    }

    public void Set(Metric metric, string value) => cells[metric.Ordinal] = value;

    /// <summary>Sets a cell read from a file; a number when it parses as one.</summary>
    public void Parse(Metric metric, string cell)
    {
        cells[metric.Ordinal] = cell;
        numbers[metric.Ordinal] = double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }
}
