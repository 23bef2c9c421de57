using System.Globalization;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsvHelper;

namespace AccelSim.Input.Workloads;

/// <summary>Turns rows of a GEMM list into operations.</summary>
internal sealed class GemmRows(GemmColumns columns, FormatPlan formats, FormatCatalogue catalogue, CsvProblems problems)
{
    private const long MostExtent = 1_000_000_000;

    private const long MostRepeats = 1_000_000;

    /// <summary>Below the largest 64-bit number by more than any count of repeats that a row may have.</summary>
    private const long MostMacs = 1_000_000_000_000_000_000;

    /// <summary>One row; null when something is wrong with it.</summary>
    public RepeatedOperation? Read(CsvReader csv, int number)
    {
        int before = problems.Count;
        int placed = columns.Of(columns.IsConvolution ? "layer name" : "name");
        string name = placed < 0 || placed >= csv.FieldCount ? "" : csv.GetString(placed).Trim();
        if (name.Length == 0)
            name = string.Create(CultureInfo.InvariantCulture, $"gemm_{number}");
        (long m, long n, long k) = columns.IsConvolution ? Lowered(csv) : (Number(csv, "m"), Number(csv, "n"), Number(csv, "k"));
        Dense(csv);
        long count = IsDepthwise(name) ? Number(csv, "channels", MostRepeats) : columns.Of("count") < 0 || Cell(csv, "count").Length == 0 ? 1 : Number(csv, "count", MostRepeats);
        NumberFormat weights = Format(csv, "weights", formats.Weights, OperandRole.Weights);
        NumberFormat activations = Format(csv, "activations", formats.Activations, OperandRole.Activations);
        NumberFormat output = Format(csv, "output", formats.Wide, OperandRole.Output);
        if (problems.Count == before && (Int128)m * n * k > MostMacs)
            problems.Report(csv, 0, "m", string.Create(CultureInfo.InvariantCulture,
                $"m x n x k = {(Int128)m * n * k}; at most {MostMacs} multiplications are allowed"));
        if (problems.Count > before)
            return null;
        return new RepeatedOperation(
            new GemmOperation
            {
                Name = name,
                Shapes = [new GemmShape(1, m, n, k)],
                Weights = formats.WeightsBeside(weights, activations),
                Activations = formats.Quantisation.Complete(activations, OperandRole.Activations),
                Output = output
            }, count);
    }

    /// <summary>
    /// im2col: M = output pixels, N = filters, K = filter height x filter width x channels. Output extents round up, as SCALE-Sim's do:
    /// ceil((ifmap - filter + stride) / stride), no padding beyond what the ifmap column holds.
    /// </summary>
    private (long M, long N, long K) Lowered(CsvReader csv)
    {
        bool one = columns.Of("strides") >= 0;
        long strideHeight = Number(csv, one ? "strides" : "stride height");
        long strideWidth = one ? strideHeight : Number(csv, "stride width");
        long filterHeight = Number(csv, "filter height"), filterWidth = Number(csv, "filter width");
        long height = Extent(csv, "ifmap height", filterHeight, strideHeight);
        long width = Extent(csv, "ifmap width", filterWidth, strideWidth);
        long channels = IsDepthwise(Cell(csv, "layer name")) ? 1 : Number(csv, "channels");
        return (Product(csv, "ifmap height", height, width), Number(csv, "num filter"), Product(csv, "channels", channels, filterHeight, filterWidth));
    }

    /// <summary>SCALE-Sim runs a layer with DP in its name once per channel, each on that channel alone (topology_utils.py, load_arrays_conv).</summary>
    private bool IsDepthwise(string name) => columns.IsConvolution && name.Contains("DP", StringComparison.Ordinal);

    /// <summary>SCALE-Sim's column of kept elements, N:M; only dense products are read, where N = M.</summary>
    private void Dense(CsvReader csv)
    {
        string text = columns.Of("sparsity") < 0 ? "" : Cell(csv, "sparsity");
        if (text.Split(':') is not [var kept, var of] || kept.Trim() != of.Trim())
        {
            if (text.Length > 0)
                problems.Report(csv, columns.Of("sparsity"), "sparsity", $"'{text}' is not allowed; 1:1 is needed: a format 2:4(FMT) of the weights says what is sparse here");
        }
    }

    /// <summary>A product within the extents that a GEMM may have; 1 after a report.</summary>
    private long Product(CsvReader csv, string column, params ReadOnlySpan<long> factors)
    {
        Int128 product = 1;
        foreach (long factor in factors)
            product *= factor;
        if (product <= MostExtent)
            return (long)product;
        problems.Report(csv, columns.Of(column), column, string.Create(CultureInfo.InvariantCulture,
            $"lowers to a GEMM with an extent of {product}; at most {MostExtent} is allowed"));
        return 1;
    }

    private long Extent(CsvReader csv, string column, long filter, long stride)
    {
        long extent = Number(csv, column);
        if (extent < filter)
            problems.Report(csv, columns.Of(column), column, $"is {extent}, smaller than the filter of {filter}; a filter must fit into its ifmap");
        return Math.Max(1, (extent - filter + stride + stride - 1) / stride);
    }

    /// <summary>A whole number; 1 where there is none, after a report.</summary>
    private long Number(CsvReader csv, string column, long most = MostExtent)
    {
        string text = Cell(csv, column);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= 1 && value <= most)
            return value;
        string found = text.Length == 0 ? "is empty" : $"'{text}' is not allowed";
        problems.Report(csv, columns.Of(column), column, string.Create(CultureInfo.InvariantCulture, $"{found}; a whole number from 1 to {most} is needed"));
        return 1;
    }

    private NumberFormat Format(CsvReader csv, string column, NumberFormat fallback, OperandRole role)
    {
        string text = columns.Of(column) < 0 ? "" : Cell(csv, column);
        if (text.Length == 0)
            return fallback;
        if (!FormatParser.TryParse(text, catalogue, out NumberFormat? format, out string? error))
            problems.Report(csv, columns.Of(column), column, error);
        else if (format.WhyNot(role) is { } reason)
            problems.Report(csv, columns.Of(column), column, reason);
        else
            return format;
        return fallback;
    }

    private string Cell(CsvReader csv, string column) => columns.Of(column) is var at && at >= 0 && at < csv.FieldCount ? csv.GetString(at).Trim() : "";
}
