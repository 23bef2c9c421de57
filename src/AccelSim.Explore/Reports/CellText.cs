using System.Globalization;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Reports;

/// <summary>Cells for people: counts with separators, reals with five digits. The CSV keeps every digit.</summary>
internal static class CellText
{
    public static string Short(ResultColumn column, int row)
    {
        string text = column.Text(row);
        Metric? metric = Metrics.Find(column.Name);
        if (metric is null || double.IsNaN(column.Number(row))) return text;
        return metric.IsCount && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count)
            ? count.ToString("N0", CultureInfo.InvariantCulture)
            : Real(column.Number(row));
    }

    /// <summary>A real number to five digits, without an exponent where it is easily read without.</summary>
    public static string Real(double value)
    {
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 1e9)) return value.ToString("0.####E+0", CultureInfo.InvariantCulture);
        int decimals = size == 0 ? 0 : Math.Clamp(4 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        string format = size >= 1e4 ? "#,0" : decimals == 0 ? "0" : "0." + new string('#', decimals);
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
