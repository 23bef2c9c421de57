using System.Collections.Immutable;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Measured;
using CsvHelper;

namespace AccelSim.Input.Measured;

/// <summary>
/// Reads files shaped like gemm.csv (<c>machine,dtype,m,n,k,latency_us</c>), attention.csv (<c>machine,phase,batch,q_len,kv_len,heads,kv_heads,
/// head_dim,kv_dtype,latency_us</c>), collectives.csv (<c>machine,backend,op,dtype,num_gpus,message_bytes,latency_us</c>) or vector_ops.csv
/// (<c>machine,op,dtype,m,n,latency_us</c>), told apart by their header. Of a GEMM <c>weight_copies</c> may say how many weights the measurement went round,
/// <c>back_to_back</c> how many products ran without a pause; other columns are left alone. Of collectives only all-reduces are taken.
/// </summary>
public static class MeasuredCsv
{
    private const int MaximumProblems = 100;
    private const long MostExtent = int.MaxValue, MostCopies = 1 << 20;
    private const string WeightCopies = "weight_copies", BackToBack = "back_to_back";

    private static readonly string[] Gemm = ["machine", "dtype", "m", "n", "k", "latency_us"];
    private static readonly string[] Attention = ["machine", "phase", "batch", "q_len", "kv_len", "heads", "kv_heads", "head_dim", "kv_dtype", "latency_us"];
    private static readonly string[] Collective = ["machine", "backend", "op", "dtype", "num_gpus", "message_bytes", "latency_us"];
    private static readonly string[] Vector = ["machine", "op", "dtype", "m", "n", "latency_us"];

    private static readonly string[] GemmDtypes = ["bfloat16", "float16", "bfloat16_2:4", "fp8", "fp8_kernel", "fp8_block", "fp8_block_kernel", "nvfp4", "nvfp4_kernel", "int8_w8a8", "int8_wo", "int4_wo"];

    private static readonly string[] CacheDtypes = ["bfloat16", "float16", "fp8"];
    private static readonly string[] VectorOperations = ["softmax", "layernorm", "gelu"];
    private static readonly string[] CollectiveDtypes = ["bfloat16", "float16", "float32", "int8"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="knows">Whether a machine of this name is at hand.</param>
    public static MeasuredFile Read(string path, Func<string, bool> knows)
    {
        ArgumentNullException.ThrowIfNull(knows);
        var log = new ProblemLog();
        byte[]? bytes = CsvBytes.Read(path, path, log);
        if (bytes is null) return new([], log.Sorted(), 0, true);
        var problems = new CsvProblems(path, log, MaximumProblems);
        using CsvReader csv = CsvReader.Create(bytes, new CsvReaderOptions { HasHeader = false, Separator = ',', TrackLineNumbers = true });
        if (!csv.Read())
        {
            problems.Report(0, 0, "", "is empty; the first line must name the columns");
            return new([], log.Sorted(), 0, true);
        }
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < csv.FieldCount; i++) places.TryAdd(csv.GetString(i).Trim(), i);
        string[] needed = places.ContainsKey("phase") || places.ContainsKey("kv_len") ? Attention
            : places.ContainsKey("message_bytes") || places.ContainsKey("num_gpus") ? Collective
            : places.ContainsKey("op") && !places.ContainsKey("k") ? Vector : Gemm;
        foreach (string missing in needed.Where(c => !places.ContainsKey(c)))
            problems.Report(1, 1, missing, $"the column is missing; needed are {string.Join(", ", needed)}");
        foreach (string twice in needed.Append(WeightCopies).Append(BackToBack).Where(c => Enumerable.Range(0, csv.FieldCount).Count(i => csv.GetString(i).Trim() == c) > 1))
            problems.Report(1, 1, twice, "the column occurs twice; one is needed");
        if (problems.Count > 0) return new([], log.Sorted(), 0, true);
        int width = csv.FieldCount;
        var row = new MeasuredRow(csv, places, problems, knows, path);
        var rows = ImmutableArray.CreateBuilder<MeasuredKernel>();
        int bad = 0;
        while (csv.Read())
        {
            int before = problems.Count;
            problems.ReportExtra(csv, width);
            MeasuredKernel? kernel = needed == Gemm ? OfGemm(row) : needed == Attention ? OfAttention(row) : needed == Vector ? OfVector(row) : OfCollective(row);
            if (problems.Count > before) bad++;
            else if (kernel is not null) rows.Add(kernel);
        }
        if (rows.Count == 0 && bad == 0) problems.Report(0, 0, "", "has a header and no rows to score");
        problems.Close();
        return new(rows.ToImmutable(), log.Sorted(), bad, rows.Count == 0 && bad == 0);
    }

    private static MeasuredKernel OfGemm(MeasuredRow row)
    {
        string dtype = row.OneOf("dtype", GemmDtypes);
        MeasuredKernel kernel = row.Kernel(MeasuredKind.Gemm, dtype == "float16" ? "bfloat16" : dtype,
            new(row.Extent("m", MostExtent), row.Extent("n", MostExtent), row.Extent("k", MostExtent)));
        if (row.Text(WeightCopies).Length > 0) kernel = kernel with { WeightCopies = (int)row.Extent(WeightCopies, MostCopies) };
        return row.Text(BackToBack).Length == 0 ? kernel : kernel with { BackToBack = (int)row.Extent(BackToBack, MostCopies) };
    }

    private static MeasuredKernel OfAttention(MeasuredRow row)
    {
        string phase = row.OneOf("phase", "decode", "prefill"), cache = row.OneOf("kv_dtype", CacheDtypes);
        var shape = new MeasuredShape(row.Extent("batch", MostExtent), row.Extent("q_len", MostExtent), row.Extent("kv_len", MostExtent),
            row.Extent("heads", MostExtent), row.Extent("kv_heads", MostExtent), row.Extent("head_dim", MostExtent));
        if (shape.D % shape.E != 0) row.Report("kv_heads", $"is {shape.E}, which does not divide heads = {shape.D}");
        if (shape.B > shape.C) row.Report("q_len", $"is {shape.B}, above kv_len = {shape.C}");
        return row.Kernel(MeasuredKind.Attention, $"{phase}_{(cache == "fp8" ? "fp8" : "bfloat16")}", shape);
    }

    private static MeasuredKernel? OfCollective(MeasuredRow row)
    {
        if (row.Text("op") != "all_reduce") return null;
        string backend = row.OneOf("backend", "nccl", "trtllm_custom"), dtype = row.OneOf("dtype", CollectiveDtypes);
        return row.Kernel(MeasuredKind.Collective, $"{backend}_{dtype}", new(row.Extent("num_gpus", 1 << 16), row.Extent("message_bytes", 1L << 50), 0));
    }

    private static MeasuredKernel OfVector(MeasuredRow row)
    {
        string operation = row.OneOf("op", VectorOperations);
        row.OneOf("dtype", "bfloat16", "float16");
        return row.Kernel(MeasuredKind.Vector, operation, new(row.Extent("m", MostExtent), row.Extent("n", MostExtent), 0));
    }
}
