using System.Globalization;
using System.Text.Json;
using AccelSim.Explore.Explanations;
using AccelSim.Explore.Results;
using AccelSim.Tests.Explore.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class OutputTests
{
    // Word for word from the contract; stalls stand where it says stall_*_cycles, and later metrics follow.
    private const string Before = "point,machine,workload,operation,repeats,status,reason,cycles,latency_us,macs,tops,peak_tops,utilization,"
        + "arithmetic_intensity_flop_per_byte,dram_read_bytes,dram_write_bytes,dram_bandwidth_gb_per_s,dram_bandwidth_utilization,row_hit_rate,"
        + "sram_read_bytes,sram_write_bytes,bound,compute_cycles";

    private const string After = "energy_uj,average_power_w,area_mm2,tops_per_w,tops_per_mm2,tokens_per_s,time_to_first_token_ms,time_per_output_token_ms,"
        + "energy_per_token_uj,speedup_over_autoregressive,mean_tokens_per_step,sqnr_db,relative_error,max_ulp,perplexity";

    private static readonly string[] Gemm =
        ["gemm", "--machine", "systolic-32x32", "--m", "256", "--n", "128", "--k", "256", "--weights", "int8", "--activations", "int8"];

    private static string Run(params string[] arguments)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run(arguments);
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        return outcome.Out;
    }

    [Test]
    public void The_columns_of_the_table_are_those_of_the_contract_in_its_order()
    {
        string[] columns = Run([.. Gemm, "--format", "csv"]).Split('\n')[0].Split(',');
        int stalls = Before.Split(',').Length;
        Assert.That(string.Join(',', columns[..stalls]), Is.EqualTo(Before));
        string[] rest = [.. columns[stalls..].SkipWhile(c => c.StartsWith("stall_", StringComparison.Ordinal) && c.EndsWith("_cycles", StringComparison.Ordinal))];
        Assert.That(string.Join(',', rest), Does.StartWith(After));
    }

    [Test]
    public void Compute_and_stalls_make_up_all_cycles_of_every_row()
    {
        ResultSheet sheet = SampleSheets.Read(Run("run", "sq-next", "llama-3.1-8b", "--operations", "--format", "csv"));
        Assert.That(sheet.Rows, Has.Length.GreaterThan(5));
        for (int row = 0; row < sheet.Rows.Length; row++)
        {
            double[] labels = [.. sheet.Columns.Where(c => c == "compute_cycles" || c.StartsWith("stall_", StringComparison.Ordinal)).Select(c => sheet.Column(c)!.Number(row))];
            Assert.That(labels.Sum(), Is.EqualTo(sheet.Column("cycles")!.Number(row)), sheet.Rows[row].Operation);
        }
        Assert.That(sheet.Rows[^1].Operation, Is.EqualTo("total"));
    }

    [Test]
    public void Json_is_an_array_of_the_same_rows_with_numbers_as_numbers()
    {
        using JsonDocument json = JsonDocument.Parse(Run([.. Gemm, "--format", "json"]));
        ResultSheet sheet = SampleSheets.Read(Run([.. Gemm, "--format", "csv"]));
        JsonElement row = json.RootElement[0];
        Assert.That(json.RootElement.GetArrayLength(), Is.EqualTo(sheet.Rows.Length));
        foreach (string column in sheet.Columns)
        {
            string cell = sheet.Column(column)!.Text(0);
            Assert.That(row.TryGetProperty(column, out JsonElement value), Is.EqualTo(cell.Length > 0 || column == "reason"), column);
            if (value.ValueKind == JsonValueKind.Number) Assert.That(value.GetDouble(), Is.EqualTo(sheet.Column(column)!.Number(0)), column);
            else if (cell.Length > 0) Assert.That(value.GetString(), Is.EqualTo(cell), column);
        }
    }

    [Test]
    public void An_explanation_as_csv_is_the_rows_of_the_operations_with_columns_more()
    {
        using var place = new Workplace();
        string[] plain = place.Run([.. Gemm, "--format", "csv", "--operations"]).Out.Split('\n');
        Outcome explained = place.Run([.. Gemm, "--format", "csv", "--explain", "--out", "@/out"]);
        Assert.That(explained.Error, Is.Empty);
        string[] lines = explained.Out.Split('\n');
        Assert.That(lines, Has.Length.EqualTo(plain.Length));
        for (int i = 0; i < plain.Length; i++) Assert.That(lines[i], Does.StartWith(plain[i]));
        ResultReading read = ResultCsv.Read("explained", System.Text.Encoding.UTF8.GetBytes(explained.Out));
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Sheet!.ExtraColumns, Is.EqualTo(ExplanationSheet.Columns));
        Assert.That(read.Sheet.Column("share_pct")!.Text(0), Is.EqualTo("100"));
        Assert.That(read.Sheet.Column("gain_1_key")!.Text(0), Is.Not.Empty);
        Assert.That(place.Entries(), Is.SupersetOf(new[] { "out/explain.json", "out/roofline.png", "out/roofline.svg", "out/results.csv" }));
        Assert.That(File.ReadAllText(place.At("out/results.csv")), Is.EqualTo(place.Run([.. Gemm, "--format", "csv"]).Out), "the results stay as they are");
    }

    [Test]
    public void An_explanation_as_json_stands_in_each_row()
    {
        using var place = new Workplace();
        Outcome explained = place.Run([.. Gemm, "--format", "json", "--explain"]);
        Assert.That(explained.Error, Is.Empty);
        JsonElement[] rows = [.. JsonDocument.Parse(explained.Out).RootElement.EnumerateArray()];
        Assert.That(rows, Has.Length.EqualTo(2));
        JsonElement operation = rows[0].GetProperty("explain");
        Assert.That(operation.GetProperty("cycles").EnumerateObject().Sum(l => l.Value.GetInt64()), Is.EqualTo(rows[0].GetProperty("cycles").GetInt64()));
        Assert.That(operation.GetProperty("roofline").GetProperty("attainable_tops").GetDouble(), Is.GreaterThanOrEqualTo(rows[0].GetProperty("tops").GetDouble()));
        Assert.That(operation.GetProperty("sensitivities").GetArrayLength(), Is.GreaterThan(10));
        Assert.That(rows[1].GetProperty("explain").GetProperty("untried").GetProperty("chips").GetString(), Is.Not.Empty);
    }

    [Test]
    public void A_timeline_is_written_and_what_is_wrong_with_its_options_is_said()
    {
        using var place = new Workplace();
        Outcome written = place.Run([.. Gemm, "--timeline", "@/t.json", "--timeline-channels", "0..1"]);
        Assert.That((written.Code, written.Error), Is.EqualTo((0, written.Error)));
        Assert.That(written.Error, Does.Contain("events of 1 operations").And.Contain("ui.perfetto.dev"));
        Assert.That(JsonDocument.Parse(File.ReadAllText(place.At("t.json"))).RootElement.GetProperty("traceEvents").GetArrayLength(), Is.GreaterThan(100));
        Assert.That(place.Run([.. Gemm, "--timeline", "@/t.svg", "--timeline-cycles", "0..900"]).Code, Is.Zero);
        foreach ((string[] wrong, string message) in new (string[], string)[]
        {
            (["--timeline-cycles", "0..9"], "--timeline-cycles: needs --timeline FILE, which it cuts"),
            (["--timeline-channels", "0..1"], "--timeline-channels: needs --timeline FILE, which it cuts"),
            (["--timeline", "@/x.txt"], "ending with .json, .png or .svg"),
            (["--timeline", "@/x.json", "--timeline-cycles", "9..3"], "A not above B"),
            (["--timeline", "@/x.json", "--timeline-operation", "softmax*"], "matches none of"),
            (["--timeline", "@/x.json", "--timeline-channels", "5000..5001"], "has buses 0.."),
        })
        {
            Outcome refused = place.Run([.. Gemm, .. wrong]);
            Assert.That((refused.Code, refused.Error), Is.EqualTo((2, refused.Error)));
            Assert.That(refused.Error, Does.Contain(message));
        }
        Assert.That(place.Entries(), Is.EqualTo(new[] { "t.json", "t.svg" }));
    }

    [TestCase("auto", "fast (auto:")]
    [TestCase("fast", "fast")]
    [TestCase("reference", "reference")]
    public void The_provenance_says_which_engine_ran(string engine, string named)
    {
        using var place = new Workplace();
        place.Run([.. Gemm, "--engine", engine, "--out", "@/out"]);
        Assert.That(ProvenanceJson.Read(File.ReadAllBytes(place.At("out/provenance.json"))).Engine, Does.StartWith(named));
    }

    [Test]
    public void A_table_for_people_names_units_and_is_followed_by_the_explanation() =>
        Assert.That(Run([.. Gemm, "--explain"]), Does.Contain("(µs)").And.Contain("(TOPS)").And.Match("(?s)Bound.*bound by compute"));

    [Test]
    public void Results_and_their_provenance_lie_in_the_directory_asked_for()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run([.. Gemm, "--format", "csv", "--out", "@/deep/er/out"]);
        Assert.That(File.ReadAllText(place.At("deep/er/out/results.csv")), Is.EqualTo(outcome.Out));
        Provenance provenance = ProvenanceJson.Read(File.ReadAllBytes(place.At("deep/er/out/provenance.json")));
        Assert.That(provenance.Command, Is.EqualTo((string[])[.. Gemm, "--format", "csv"]));
        Assert.That(provenance.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "hbm2.yaml", "systolic-32x32.yaml" }));
        Assert.That(place.Entries(), Has.Length.EqualTo(5));
    }

    [TestCase(",", ".", "-")]
    [TestCase(".", ",", "−")]
    [TestCase("٫", "٬", "؜-")]
    public void Numbers_are_the_same_bytes_whatever_the_culture(string point, string thousands, string minus)
    {
        string[] arguments = ["run", "sq-next", "llama-3.1-8b", "--operations", "--format", "csv", "--set", "clock=1.5 GHz"];
        string expected = Run(arguments), table = Run(arguments[..4]), list = Run("list", "machines");
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (point, thousands, minus);
        culture.NumberFormat.PercentDecimalSeparator = point;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.That(Run(arguments), Is.EqualTo(expected));
            Assert.That(Run(arguments[..4]), Is.EqualTo(table));
            Assert.That(Run("list", "machines"), Is.EqualTo(list));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("fast")]
    [TestCase("reference")]
    public void Both_engines_count_the_same(string engine) =>
        Assert.That(Run([.. Gemm, "--format", "csv", "--engine", engine]), Is.EqualTo(Run([.. Gemm, "--format", "csv"])));

    [TestCase("machines", "sq-next")]
    [TestCase("workloads", "llama-3.1-8b-decode")]
    [TestCase("models", "llama-3.1-8b")]
    [TestCase("formats", "mxfp4")]
    [TestCase("formats", "sq(int8/int4,b=64,s=0.875)")]
    [TestCase("dram", "hbm3e")]
    [TestCase("metrics", "latency_us")]
    [TestCase("searches", "grid")]
    [TestCase("sweeps", "quickstart")]
    public void Lists_name_what_is_shipped_as_a_table_and_as_csv(string list, string entry)
    {
        Assert.That(Run("list", list), Does.Match($@"(?m)^{System.Text.RegularExpressions.Regex.Escape(entry)}( |$)"));
        string csv = Run("list", list, "--format", "csv");
        Assert.That(csv, Does.Match($@"(?m)^""?{System.Text.RegularExpressions.Regex.Escape(entry)}""?(,|$)").And.Not.Contain("0000001"));
    }

    [TestCase("machine")]
    [TestCase("workload")]
    [TestCase("mapping")]
    [TestCase("sweep")]
    public void A_new_file_runs_at_once_and_is_never_overwritten(string kind)
    {
        using var place = new Workplace();
        Assert.That(place.Run("new", kind, "@/x.yaml").Code, Is.Zero);
        string text = File.ReadAllText(place.At("x.yaml"));
        string[] use = kind switch
        {
            "machine" => ["run", "@/x.yaml", "llama-3.1-8b"],
            "workload" => ["run", "sq-next", "@/x.yaml"],
            "mapping" => ["gemm", "--machine", "sq-next", "--m", "256", "--n", "256", "--k", "256", "--weights", "int8", "--activations", "int8", "--mapping", "@/x.yaml"],
            _ => ["sweep", "@/x.yaml", "--out", "@/out"],
        };
        Outcome outcome = place.Run(use);
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        Outcome again = place.Run("new", kind, "@/x.yaml");
        Assert.That((again.Code, again.Error), Is.EqualTo((2, "@/x.yaml: exists already; choose another name\n")));
        Assert.That(File.ReadAllText(place.At("x.yaml")), Is.EqualTo(text));
    }
}
