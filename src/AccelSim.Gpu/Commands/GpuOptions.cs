using System.Collections.Immutable;
using System.Globalization;

namespace AccelSim.Gpu.Commands;

/// <summary>The command line.</summary>
public sealed record GpuOptions
{
    /// <summary>How to call the program.</summary>
    public const string Usage = """
        usage: AccelSim.Gpu check [options]        kernels and tensor cores of the NVIDIA GPU at hand against the models of the engine
               AccelSim.Gpu check --predict DIR    write what the models predict for every generation; needs no GPU
               AccelSim.Gpu compare FILE|DIR       recorded results against the models; needs no GPU
          --shapes N           random products in all, shared out among the kernels (default 10000)
          --seed S             seed of the shapes and values (default 1)
          --device I           number of the GPU (default 0)
          --loader NAME        auto, ilgpu or driver: who loads the kernels (default auto: ILGPU, else libcuda alone)
          --cpu                run the kernels on ILGPU's CPU accelerator; no probes, no large products
          --quick              no large products
          --record DIR         keep predictions, results and machine code in DIR/GPU-NAME
          --format table|csv   form of the table on standard output (default table)
        ends with 0 all agree, 1 something differs, 2 bad input, 77 no usable GPU
        """;

    private static readonly string[] Flags = ["--cpu", "--quick"];
    private static readonly string[] Valued = ["--shapes", "--seed", "--device", "--loader", "--record", "--predict", "--format"];

    /// <summary><c>check</c> or <c>compare</c>.</summary>
    public string Verb { get; private init; } = "";

    /// <summary>What <c>compare</c> reads.</summary>
    public string Path { get; private init; } = "";

    public int Shapes { get; private init; } = 10_000;

    public int Seed { get; private init; } = 1;

    public int Device { get; private init; }

    public string Loader { get; private init; } = "auto";

    public bool Cpu { get; private init; }

    public bool Quick { get; private init; }

    public string? Record { get; private init; }

    public string? Predict { get; private init; }

    public bool Csv { get; private init; }

    /// <summary>Reads the arguments; all problems at once, one a line.</summary>
    public static (GpuOptions Options, ImmutableArray<string> Problems) Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var problems = ImmutableArray.CreateBuilder<string>();
        var values = new Dictionary<string, string>();
        var words = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
                words.Add(word);
            else if (!Flags.Contains(word) && !Valued.Contains(word))
                problems.Add($"command line: {word}: no such option; {string.Join(' ', Valued.Concat(Flags))} are allowed");
            else if (values.ContainsKey(word))
                problems.Add($"command line: {word}: given twice");
            else if (Flags.Contains(word))
                values[word] = "";
            else if (i + 1 == arguments.Count)
                problems.Add($"command line: {word}: a value is missing");
            else
                values[word] = arguments[++i];
        }
        var options = new GpuOptions
        {
            Verb = words.FirstOrDefault("check"),
            Path = words.ElementAtOrDefault(1) ?? "",
            Shapes = Number(values, "--shapes", 1, 100_000_000, 10_000, problems),
            Seed = Number(values, "--seed", 0, int.MaxValue, 1, problems),
            Device = Number(values, "--device", 0, 1023, 0, problems),
            Loader = Choice(values, "--loader", problems, "auto", "ilgpu", "driver"),
            Cpu = values.ContainsKey("--cpu"),
            Quick = values.ContainsKey("--quick"),
            Record = values.GetValueOrDefault("--record"),
            Predict = values.GetValueOrDefault("--predict"),
            Csv = Choice(values, "--format", problems, "table", "csv") == "csv",
        };
        if (options.Verb is not ("check" or "compare"))
            problems.Add($"command line: '{options.Verb}': no such command; check and compare are allowed");
        else if (words.Count > (options.Verb == "compare" ? 2 : 1))
            problems.Add($"command line: '{words[^1]}': one word too many");
        else if (options.Verb == "compare" && options.Path == "")
            problems.Add("command line: compare: a file or directory of records is missing");
        if (options.Cpu && options.Record is not null)
            problems.Add("command line: --record: a recording needs a GPU; leave out --cpu");
        if (options.Predict is not null && (options.Record is not null || options.Cpu))
            problems.Add("command line: --predict: runs by itself, without --record and --cpu");
        return (options, problems.ToImmutable());
    }

    private static int Number(Dictionary<string, string> values, string key, int least, int most, int usual, ImmutableArray<string>.Builder problems)
    {
        if (!values.TryGetValue(key, out string? text))
            return usual;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        problems.Add($"command line: {key}: '{text}' is not a whole number from {least} to {most}");
        return usual;
    }

    private static string Choice(Dictionary<string, string> values, string key, ImmutableArray<string>.Builder problems, params string[] allowed)
    {
        string text = values.GetValueOrDefault(key, allowed[0]);
        if (!allowed.Contains(text))
            problems.Add($"command line: {key}: '{text}' is unknown; {string.Join(", ", allowed)} are allowed");
        return text;
    }
}
